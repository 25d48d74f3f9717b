# Words of the app. One key per sentence; the same keys in every language.

## Frame
skip = Skip to content
tabs-label = Main navigation
tab-home = Home
tab-explore = Explore
tab-card = My card
tab-offers = Deals
tab-contact = Contact
sos-label = SOS: help numbers
back = Back
close = Close
cancel = Cancel
go-home = Back to home
refresh = Refresh
try-again = Try again
loading = On its way…
filter = Filter
filter-all = All
filter-places = Places
share = Share
listen = Listen
free = Free
leaves-app = (opens outside the app)

## Sections
section-se-loger = Housing
section-se-loger-lead = Find a roof, pay less, know your rights.
section-se-soigner = Health
section-se-soigner-lead = Body, mind, heart: see someone without going broke.
section-se-former = Learning
section-se-former-lead = Choose, study, come back to school, change course.
section-travailler = Work
section-travailler-lead = First job, internship, apprenticeship, rights at work.
section-bouger = Getting around
section-bouger-lead = Bus, train, bike, driving licence, going abroad.
section-s-engager = Taking part
section-s-engager-lead = Help out, start a project, have your say.
section-se-divertir = Going out
section-se-divertir-lead = Go out, play, make things, often for free.
section-etre-accompagne = Getting support
section-etre-accompagne-lead = A hard time, paperwork, trouble: someone helps.
section-empty-title = Nothing here yet
section-empty-text = Content for this section is on its way.
section-pages = Guides
section-places = Where to go

## Home and explore
home-title = What are you looking for?
home-for-you = For you
home-news = In the news
home-events = Coming up
see-all-news = All news
see-all-events = Full calendar
explore-title = Explore
explore-shortcuts = Shortcuts
explore-sections = The eight sections

## Search
search-title = Search
search-label = Your search
search-placeholder = A question, a place…
search-ideas = For example
search-idea-1 = APL
search-idea-2 = psy gratuit
search-idea-3 = job d’été
search-idea-4 = permis
search-idea-5 = dormir ce soir
search-idea-6 = cirque
search-results = Results
search-count = { $n ->
    [one] { $n } result
   *[other] { $n } results
}
search-corrected = We read: { $words }
search-none-title = Nothing found
search-none-text = Try other words, in French if you can. Or ask: a human answers.
search-ask = Ask my question
kind-page = Guide
kind-news = News
kind-event = Event
kind-place = Place
kind-offer = Deal
kind-number = Number

## Page
page-steps = What to do now
page-contacts = Who to call, where to go
page-aside = Take action
ages-between = { $from }-{ $to } years
ages-from = From { $from } years
ages-to = Up to { $to } years
sources = Sources:
verified-on = Checked on { $date }.
tag-example = Example
tag-to-confirm = To be confirmed
tag-pinned = Don’t miss
example-text = This is an example, made up to show what the town will put here.
to-confirm-text = Part of this is still to be confirmed. Check before you go.
report-error = Report a mistake
report-title = Report a mistake
report-lead = Something wrong or out of date in “{ $title }”? Tell us and we fix it.

## News and calendar
news-title = News
news-latest = Latest news
news-empty-title = No news right now
news-empty-text = As soon as something happens, it is here.
agenda-title = Calendar
agenda-week = This week
agenda-later = Later
agenda-empty-title = Nothing planned yet
agenda-empty-text = Organising something? Write to us and we announce it.
event-when = When
event-where = Where
event-price = Price
event-who = For whom
event-over = It is over: { $date }
event-more = Find out more

## Help
help-title = Need help
help-now = Now
help-talk = Talk
help-health = Health
help-foot = This page works without network. A call to 112 goes through even without a plan.
help-112 = Call 112, emergencies
help-114 = Text 114
call-number = Call { $number }: { $title }
text-number = Text { $number }
chat = Chat and info

## Favourites
favourites-title = Favourites
favourites-list = Your favourites
favourites-empty-title = Keep what matters
favourites-empty-text = Tap the heart of a guide, a place or a deal: you find it here, even without network.
favourites-explore = Explore
favourites-private = Your favourites stay on your phone.
favourite-toggle = Keep “{ $title }” in my favourites
favourite-remove = Remove “{ $title }” from my favourites
favourite-gone = This guide is no longer published.

## Place
place-hours = Opening hours
place-address = Address
place-map = See on the map
place-phone = Phone
place-mail = E-mail
place-site = Website
place-access = Accessibility
place-offers = Deals here
place-aside = About this information
hours-caption = Hours of the week
hours-interval = { $from } – { $to }
open-now = Open
open-always = Open 24/7
open-closing = Closing soon
open-until = until { $hour }
open-closed = Closed
open-opens-today = opens at { $hour }
open-opens = opens { $day } at { $hour }
open-holiday = Public holiday
open-holiday-text = call before you go

## Deals
offers-title = Deals
offers-list = Offers
offers-example = Example shops and offers: the real ones come with the youth card.
offers-empty-title = No deals yet
offers-empty-text = Partner shops are on their way. Know one? Tell them about the card.
offer-percent = −{ $n }%
offer-amount = −{ $price }
offer-gift = Free
offer-limit = How often
offer-days = Which days
offer-validity = Until when
offer-until = Until { $date }
offer-saving-name = What you save
offer-saving = Saves about { $price } each time
offer-where = Where
offer-needs-card = You will have to show your youth card. It is not open yet.
price-round = €{ $euros }
price-cents = €{ $euros }.{ $cents }
limit-day = { $n ->
    [one] Once a day
   *[other] { $n } times a day
}
limit-week = { $n ->
    [one] Once a week
   *[other] { $n } times a week
}
limit-month = { $n ->
    [one] Once a month
   *[other] { $n } times a month
}
limit-year = { $n ->
    [one] Once a year
   *[other] { $n } times a year
}
limit-card = { $n ->
    [one] Once only
   *[other] { $n } times in all
}
category-manger = Food
category-sport = Sport
category-sortir = Going out
category-mobilite = Getting around
category-quotidien = Everyday
category-mode = Fashion
category-culture = Culture
category-beaute = Beauty

## My card
card-title = My card
card-specimen = { $from }-{ $to } years · specimen
card-specimen-label = Preview of the youth card, a specimen without value
card-soon = The card is not open yet. As soon as it is, you apply for it here, in two minutes.
card-gives = What it will give you
card-gives-free = It is free, and there is nothing to print.
card-gives-offline = It works without network, for you and for the shop.
card-gives-savings = Discounts in shops, and a counter of what you save.
card-gives-private = The shop sees your first name and your age band. Nothing else.
card-see-offers = See the deals
card-ask = Ask about the card

## Contact
contact-title = Talk to someone
contact-lead = Real people read you and answer. No account, no judgement.
contact-write = Write to us
contact-service = The youth service
contact-place = See the place
contact-urgent = It cannot wait?
message-topic = You would like…
topic-question = To ask a question
topic-callback = A call back
message-question = Your question
message-callback-text = What would you like to talk about? (optional)
message-error-text = What is wrong?
message-text-hint = What you write is kept, even if you close the app.
message-reply = How to answer you? (optional)
message-phone = Your phone number
message-reply-hint = First name, e-mail or phone: up to you. The answer also arrives here.
message-promise = Answer within { $hours } h on working days, promised.
message-send = Send
message-fault-empty = Write a few words so that we understand.
message-fault-long = Too long: 4,000 characters at most for the message, 200 for the contact.
message-fault-phone = We need a ten-digit number to call you back.
message-not-kept = The message could not be kept on this phone ({ $reason }). Your text is still here: copy it before you leave.
message-sent-title = Off it goes!
message-sent-text = Answer within { $hours } h on working days. You find it here, under Contact.
message-queued-title = It is kept
message-queued-text = No network: your message leaves by itself as soon as it is back.
message-again = Write another message
messages-title = Your messages
message-state-queued = Waiting for network
message-state-refused = Not sent
message-state-answered = Answered
message-state-due = Answer by { $day }
message-answer = Answer:
message-forget = Delete from this phone

## Settings
settings-title = Settings
settings-looks = Looks
settings-theme = Theme
theme-auto = Like the phone
theme-paper = Paper
theme-night = Night
settings-text-size = Text size: { $percent }%
settings-motion = Less motion
settings-language = Language
settings-interests = What you care about
settings-interests-hint = Stays on your phone. Used to bring forward what speaks to you.
settings-stored = On this phone
settings-stored-text = Everything can be read without network. Favourites, messages and settings stay on this phone, except the messages you send.
settings-more = About
count-page = { $n ->
    [one] { $n } guide
   *[other] { $n } guides
}
count-news = { $n ->
    [one] { $n } news item
   *[other] { $n } news items
}
count-event = { $n ->
    [one] { $n } event
   *[other] { $n } events
}
count-place = { $n ->
    [one] { $n } place
   *[other] { $n } places
}
count-offer = { $n ->
    [one] { $n } deal
   *[other] { $n } deals
}
count-number = { $n ->
    [one] { $n } help number
   *[other] { $n } help numbers
}
erase = Erase my data
erase-sure = Erase favourites, drafts, messages and settings from this phone? This is final.
erase-yes = Erase everything
erase-done = Erased.

## Welcome
welcome-text = Housing, health, studies, jobs, going out: it is all here, even without network. No account, no ads, no tracker.
welcome-start = Let’s go
welcome-skip = Skip
welcome-interests = What speaks to you?
welcome-interests-text = Choose as many as you like, or none. It stays on your phone.
welcome-done = Enter

## About
accessibility-title = Accessibility
accessibility-text =
    { $app } is made to be read by everyone: screen reader, keyboard alone, text at 200%, a screen of 320 pixels, contrasts of at least 4.5 to 1, motion off on request.

    ## Where we stand

    Every screen is checked by an automatic tool, in both themes. The app has not yet been audited by people against RGAA 4.1: this page will say so when it is.

    ## Something is in your way?

    Write to us: we give you the information another way, and fix it.
accessibility-tell = Tell us what is in the way
privacy-title = Your data
privacy-text =
    ## Reading asks for nothing

    No account, no ads, no tracker. The app only speaks to the town’s server.

    ## What stays on your phone

    Favourites, drafts, interests, settings. Nobody else sees them.

    ## What leaves, only if you send it

    A message to the service: its text, and what you give to be answered. It is read by { $service }.

    ## Erasing

    In the settings, “Erase my data” erases everything that is on this phone.
privacy-erase = Go to settings
licences-title = Licences
licences-text =
    The app’s code is free, under the MIT or Apache 2.0 licence, as you choose.

    - **Bricolage Grotesque**, drawn by Mathieu Triay: SIL Open Font License 1.1
    - **Atkinson Hyperlegible Next**, by the Braille Institute: SIL Open Font License 1.1
    - **Dioxus**, for the interface: MIT or Apache 2.0
    - **SQLite**, to keep the content: public domain
    - **OpenStreetMap**, for the map of places: © OpenStreetMap contributors, ODbL

    The cut-paper drawings were made for the app, under its own licence.

## States
fresh-never = Content that came with the app
fresh-syncing = Updating…
fresh-at = Up to date { $ago }
fresh-offline = No network: content that came with the app
fresh-offline-at = No network · up to date { $ago }
fresh-failed = The update did not work. The content that came with the app is here.
fresh-failed-at = The update did not work · content received { $ago }
ago-now = just now
ago-minutes = { $n } min ago
ago-hours = { $n } h ago
ago-days = { $n ->
    [one] { $n } day ago
   *[other] { $n } days ago
}
pull-more = Pull to refresh
pull-release = Release to refresh
mended-personal = Your favourites and settings were damaged: starting afresh. The old file is kept aside.
offline-title = No network
offline-text = This list has not reached your phone yet. It arrives as soon as the network is back.
broken-title = Something is stuck
broken-text = The app cannot read its content. Try again; if it goes on, restart it: nothing is lost.
not-found-title = This address leads nowhere
not-found-text = The link may be old. Go back home or search.
gone-title = This guide is gone
gone-text = It was withdrawn or replaced. Search for what you wanted: there is surely better.

## Time
time-hour = { $twelve } { $half }
time-hour-minutes = { $twelve }:{ $minutes } { $half }
day-today = today
day-tomorrow = tomorrow
day-full = { $weekday } { $day } { $month }
date-full = { $day } { $month } { $year }
span-days = from { $from } to { $to }
span-hours = { $day }, { $from } – { $to }
span-start = { $day }, { $from }
weekday = { $n ->
    [1] Monday
    [2] Tuesday
    [3] Wednesday
    [4] Thursday
    [5] Friday
    [6] Saturday
   *[7] Sunday
}
month = { $n ->
    [1] January
    [2] February
    [3] March
    [4] April
    [5] May
    [6] June
    [7] July
    [8] August
    [9] September
    [10] October
    [11] November
   *[12] December
}
month-short = { $n ->
    [1] Jan
    [2] Feb
    [3] Mar
    [4] Apr
    [5] May
    [6] Jun
    [7] Jul
    [8] Aug
    [9] Sep
    [10] Oct
    [11] Nov
   *[12] Dec
}

## What the device says
not-kept = This could not be saved: the phone has no room left. Free some space, then try again.
content-updated = Something new has just come in.
link-copied = Link copied.
share-failed = Sharing did not work. Copy the address from your browser.
no-voice = No voice is installed on this device.
cannot-open = Nothing here can open this address: { $address }
