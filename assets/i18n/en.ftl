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
search-count = { $n ->
    [one] { $n } result
   *[other] { $n } results
}
search-corrected = We read: { $words }
search-none-title = Nothing found
search-none-text = Try other words, in French if you can. Or ask: a human answers.
search-ask = Ask my question
search-none-narrowed = Nothing with these filters. Without them there may be an answer.
search-widen = Search everything
search-filters = Filter
search-open-now = Open now
search-near = Near me
search-discount = With a discount
search-more = See all { $n } { $kind }
search-doors = In the app
search-recent = Recently
search-recent-text = Kept on this phone, nowhere else.
search-forget = Forget “{ $question }”
search-forget-all = Clear all
search-door-settings = settings language english french français theme dark light night size text letters
search-door-privacy = data privacy gdpr cookies account erase delete export
search-door-card = youth card qr code apply activate
search-door-offers = offers discounts deals shops
search-door-contact = contact talk message write phone youth service question
search-door-favourites = favourites saved kept
search-door-help = emergency numbers call help
search-door-agenda = agenda events going out weekend
search-distress-title = Someone can help you, now
search-distress-text = Call, even if you hesitate. You are listened to, and nobody judges you.
kinds-page = Guides
kinds-news = News
kinds-event = Agenda
kinds-place = Places
kinds-offer = Offers
kinds-number = Numbers
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
news-mine = For me
news-all = All
news-title = News
news-latest = Latest news
news-empty-title = No news right now
news-empty-text = As soon as something happens, it is here.
agenda-title = Calendar
agenda-empty-title = Nothing planned yet
agenda-empty-text = Organising something? Write to us and we announce it.
agenda-today = Today
agenda-weekend = This weekend
agenda-free = Free
agenda-days = Choose a day
agenda-other-day = Another day
agenda-day-some = , something is on
agenda-none-title = Nothing planned then
agenda-none-text = Take a filter away, or look at everything to come.
agenda-all = See the whole calendar
agenda-count = { $n ->
    [one] { $n } date
   *[other] { $n } dates
}
event-cancelled = Cancelled
event-moved = Moved
event-changed = Changed
event-all-dates = All dates
event-calendar = Add to my calendar
event-calendar-text = Your calendar will ring { $ahead }: the surest way.
event-ahead-hour = an hour before
event-ahead-day = the day before
reminder-title = Remind me
reminder-day = The day before
reminder-hour = An hour before
reminder-text = The reminder stays on this phone and shows when the app is open.
reminder-set = Noted: { $when }.
reminder-due = { $title }: { $when }
reminder-cancelled = Cancelled: { $title }. Your reminder is gone.
reminder-list = Your reminders
event-when = When
event-where = Where
event-price = Price
event-who = For whom
event-except = Except: { $dates }
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
offers-categories = Categories
offers-only-aujourdhui = Today
offers-only-nouveaux = New
offers-only-fin = Ending soon
offers-only-favoris = My favourites
offers-sort = In which order
offers-sort-service = As the service put them
offers-sort-nearest = Nearest first
offers-sort-saving = Biggest savings first
offers-sort-ending = Ending first
offers-near-from = Distances as the crow flies from the centre ({ $commune }). Your town stays on this phone.
offers-near-where = Choose your town to see what is near. It stays on this phone.
offers-near-unknown = We do not know where { $commune } is yet: choose another one nearby.
offers-count = { $n ->
    [one] { $n } deal
   *[other] { $n } deals
}
offers-unmet = { $n ->
    [one] { $n } new deal for you
   *[other] { $n } new deals for you
}
offers-none-title = No deal like that
offers-none-text = Take a filter away, or look at all of them.
offers-none-kept = Tap the heart of a deal to keep it here.
offers-all = See all deals
offers-new = New
offers-from = Next day: { $day }
offers-ends = Until: { $day }
offers-saves = ≈ { $price } saved
offer-not-today = Not today. Next day: { $day }.
offer-over = It is over.
offer-left-none = You have used it. Next time: { $day }.
offer-card-needed = You need the youth card. It is free.
offer-get-card = Ask for my card
offer-call = Call
list-more = { $n ->
    [one] See the last one
   *[other] See more ({ $n })
}
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
offer-needs-card = You will need the youth card. It is not open yet.
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
card-soon = The card is not open yet. As soon as it is, you ask for it here, in two minutes.
card-lead = A free card, in your phone, to pay less near you.
card-apply = Ask for my card
card-have-code = I already have a card or a code
card-gives = What it gives you
card-gives-free = It is free, and there is nothing to print.
card-gives-offline = It works without network, for you and for the shop.
card-gives-savings = Discounts in shops, and a counter of what you save.
card-gives-private = The shop sees your first name and your age group. Nothing else.
card-see-offers = See the deals
card-ask = Ask a question about the card
card-ask-service = Talk to: { $service }
card-see = See my card
card-erasing = Your card is erased from this phone. The service erases it too as soon as there is network.

### Where the card stands
card-waiting-title = Your request is ready
card-waiting-text = It leaves by itself as soon as there is network. Nothing to do again.
card-not-taken-title = Your request was not taken
card-not-taken-text = Something needs correcting. Everything you wrote is kept.
card-submitted-title = Your request has arrived
card-submitted-text = Someone at the service is looking at it. Your card comes here as soon as it is accepted.
card-asked-title = Something is missing
card-asked-text = The service has a question before deciding.
card-refused-title = Your request is not accepted
card-refused-text = Read why. You can correct it and ask again, or talk to the service.
card-activating-title = It’s a yes!
card-activating-text = Your card is settling on this phone. It needs network, just once.
card-ended-title = Connect once
card-ended-text = Your card works two weeks without network, and they have passed. A moment online brings it back.
card-lost-here-title = Your card is hidden
card-lost-here-text = It will be blocked for good as soon as this phone has network.
card-suspended-title = Your card is paused
card-suspended-text = It cannot be used for now. The service can switch it on again.
card-revoked-title = Your card is no longer valid
card-revoked-text = The service withdrew it. You can ask why.
card-expired-title = Your card has come to its end
card-expired-text = Nothing serious: ask again, your details are already filled in.
card-moved-title = Your card is on another phone
card-moved-text = A card lives on one phone only. If that was not you, block it with your rescue code.
card-other-key-title = This phone is no longer your card’s
card-other-key-text = Its key is gone, after a clean-up for example. Your rescue code brings the card back here.
card-erased-title = This card no longer exists
card-erased-text = It was erased at the service. You can ask for a new one.
card-unknown-title = Something is new with your card
card-unknown-text = Update the app to see it.
card-reason = From the service:
card-no-network = No network
card-correct = Correct my request
card-renew = Ask for the next one
card-use-rescue = Use a rescue code
card-asking = One moment…
card-forget = Remove from this phone
card-name = Name
card-submitted = Asked for
card-sent-as = Request of { $name }

### The card shown
card-label = Your youth card
card-until = until { $day } { $month } { $year }
card-band = { $from }-{ $to } years
card-photo-alt = Photo of { $name }
card-code-label = QR code of your card, to be scanned at the counter. It changes every 15 seconds.
card-code-coming = The code is coming…
card-next = New code in { $n } s
card-full = Full screen
card-full-leave = Leave full screen
card-offline = No network · { $n ->
    [0] last day
    [one] { $n } day left
   *[other] { $n } days left
}
card-warn-offline = { $n ->
    [0] Connect today, a moment is enough: otherwise your card stops tonight or tomorrow.
    [one] Connect once by tomorrow: your card renews itself.
   *[other] Connect once within { $n } days: your card renews itself.
}
card-renewing = Your new request has left. This card still works meanwhile.
card-renewal-title = Your card ends soon.
card-renewal-text = It still works, last day: { $day }.
card-clock-corrected = Your phone’s clock is { $n ->
    [one] { $n } minute
   *[other] { $n } minutes
} { $late ->
    [late] late
   *[other] early
}. We allow for it: your card works all the same.
card-clock-unknown = Your phone’s clock was not compared yet. If the shop says “wrong time”, connect once.
card-clock-back = Your phone’s clock was changed. Connect once, or set it right, so that the code passes.
card-key-unsupported = This browser cannot sign your card. Update it, or install the app.
card-key-not-kept = Nothing can be kept here: perhaps it is a private window. Open the app in a normal one.
card-key-failed = Your phone could not sign the code. Close the app and open it again.
card-uses = What you saved
card-saved = { $n ->
    [0] saved so far
    [one] saved, in one use
   *[other] saved, in { $n } uses
}
card-uses-none = Show your card in a shop: your discounts add up here.
card-use-gone = An offer that has ended
card-shop-gone = A shop that has left
card-my-data = My card data

### Rescue
card-rescue = Rescue code
card-rescue-text = It blocks your card or brings it to another phone. Write it down elsewhere: on paper, or with someone you trust.
card-rescue-show = Show the code
card-rescue-hide = Hide the code
card-rescue-copy = Copy
card-rescue-copied = Code copied. Paste it somewhere other than this phone.
card-rescue-not-copied = It could not be copied: write it down by hand.
card-rescue-title = Card lost or stolen
card-rescue-lead = Your phone is gone? The rescue code is enough.
card-rescue-hint = Spaces, dashes and capitals do not matter.
card-rescue-block = Block my card
card-rescue-block-text = Nobody can use it any more. The service can switch it on again.
card-rescue-move = Bring it to this phone
card-rescue-move-text = The old phone can no longer show it.
card-rescue-none = No code? The youth service can block your card for you.
card-rescue-unknown = No card has this code. Check each sign.
card-rescue-later = This needs network, and there is none. Try again in a while.
card-blocked-title = Your card is blocked
card-blocked-text = It no longer works anywhere as soon as shops have network.
card-lost = Card lost or stolen
card-lost-text = You lend or change your phone? Block your card here.
card-lost-do = Block my card
card-lost-sure = Block your card? It stops working until the service switches it on again.
card-lost-yes = Block

### Activate
card-activate = Activate my card
card-activate-do = Put my card here
card-activate-title = Your card is waiting
card-activate-text = It will be on this phone, and on this one only.
card-activate-replaces = There is a card on this phone already: this one takes its place.
card-activate-used-title = This code was used already
card-activate-used-text = The card is on another phone. If it is not yours, tell the service.
card-activate-stale-title = This code is too old
card-activate-stale-text = Ask the service to show you a new one.
card-activate-unknown-title = This code does not exist
card-activate-unknown-text = Check each sign, or scan it again.
card-later-title = Network is needed
card-later-text = The code stays good: try again as soon as you have network. If the activation had begun, it goes on.
card-other-code = Try another code
card-code-title = I already have a card
card-code-lead = Scan the QR code that the service shows you, or copy its code here.
card-code-field = Code from the service
card-code-empty = Write the code.
card-code-rescue-title = Changing phones
card-code-rescue-text = Your card was on another phone? Your rescue code brings it here.

### Apply
card-apply-title = Ask for my card
card-apply-lead = Two minutes. What you write is kept, even if you close the app.
card-apply-closed = There is nothing to ask for right now.
card-apply-offline = Without network, your request waits here and leaves by itself.
card-first-name = First name
card-last-name = Last name
card-birth = Date of birth
card-birth-hint = For example 27 3 2010
card-day = Day
card-month = Month
card-year = Year
card-commune = Your town
card-commune-choose = Choose
card-commune-other = Another town
card-photo = A photo (optional)
card-photo-mine = My photo
card-photo-hint = It stays on this phone: neither the service nor shops receive it.
card-photo-yours = Your photo
card-photo-choose = Take or choose a photo
card-photo-change = Change the photo
card-photo-remove = Remove the photo
card-photo-not-image = This file is not a picture.
card-photo-large = This picture is too heavy: 20 MB at most.
card-photo-unreadable = This picture does not open. Take another one.
card-parent-title = A parent agrees
card-parent-text = You are under { $n }: the law asks for the agreement of a parent or of whoever looks after you. The service may call them.
card-parent-name = Their first and last name
card-parent-contact = Their phone number or e-mail
card-parent-contact-hint = To check with them, nothing else.
card-parent-agrees = I am the parent, or in charge of this child, and I agree that they have the card.
card-proof = Your proof
card-proof-hint = This photo is sent to the service, which erases it as soon as it has decided.
card-proof-yours = Your proof
card-proof-held = The service already has your proof.
card-proof-due = The photo of your proof is waiting for the network.
card-proof-missing = The photo of your proof has not arrived. Add it by correcting your request.
card-fault-proof = Add the photo of your proof.
card-consent-title = What you agree to
card-consent-what = The service keeps your name, your date of birth, your town, and where you use your card.
card-consent-who = Only { $service } sees them. They are neither sold nor given away.
card-consent-shop = At the counter, the shop sees your first name and your age group.
card-consent-stop = The card lasts { $months } months. You can download or erase everything whenever you want.
card-consent-version = Text of { $version }
card-agrees = I agree
card-send = Send my request
card-not-kept = The request could not be kept on this phone ({ $reason }). Nothing is lost: try again.
card-faults = { $n ->
    [one] One thing to correct below.
   *[other] { $n } things to correct below.
}
card-fault-first-name = Write your first name.
card-fault-last-name = Write your last name.
card-fault-birth = Write your date of birth.
card-fault-commune = Choose your town.
card-fault-parent-name = Write a parent’s name.
card-fault-parent-contact = Write a phone number or an e-mail.
card-fault-parent-agrees = A parent’s agreement is needed.
card-fault-agrees = Without your agreement there can be no card.
card-fault-long = This is too long: { $n } characters at most.
card-fault-date = This day does not exist. Day, month, then the four digits of the year.
card-fault-young = The card begins at { $n }. It will wait for you.
card-fault-old = The card goes up to { $n }. The app stays open to everyone.
card-fault-elsewhere = The card is for people who live in the towns of the list.
card-fault-talk = A question? Talk to the service.
card-fault-not-taken = The service cannot take your request right now. Try again later, or write to them.

### My data
card-data = My card and my data
card-data-text = Everything the service knows about you fits in one file. You can take it along, or erase it all.
card-export = Download my card data
card-export-partly = The service does not answer: the file holds what is on this phone.
card-erase = Erase my card
card-erase-sure = Erase your card from this phone and at the service? You can ask for one again later.
card-erase-yes = Erase my card
card-erased-here = Erased here. At the service: as soon as it answers.
file-saved = Saved: { $path }
offer-show-card = Show my card
offer-left = { $n ->
    [0] You have used it: that is all for this time.
    [one] You have one left.
   *[other] You have { $n } left.
}

## Codes of web shops
voucher-get = Get my code
voucher-asking = Asking…
voucher-once = The code is yours alone and works once. It stays on this phone, off line too.
voucher-yours = Your code, received on { $date }
voucher-copy = Copy the code
voucher-copied = Code copied.
voucher-not-copied = The phone would not copy: type it over.
voucher-had = You have had your code: that is all for this time.
voucher-gone = Sold out: there is no code left for now.
voucher-gone-tag = Sold out
voucher-later = No answer. Check your network and try again: nothing is lost.
voucher-no = This code cannot be given now.
voucher-not-kept = The phone could not keep the code. Free some space and try again: it is the same code.

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
language-later = This language comes with the network. For now the app stays in French.
settings-about = About you
settings-about-hint = Stays on your phone, and only brings forward what concerns you. Nothing is compulsory.
settings-age = Your age
settings-age-years = { $n }
settings-commune = Your commune
settings-unsaid = Not said
settings-interests = What you care about
settings-stored = On this phone
settings-stored-text = Everything can be read without network. Favourites, messages and settings stay on this phone, except the messages and the card request you send.
settings-counted = Count what I read, without knowing it is me
settings-counted-text = Helps the town learn what is useful, without a name or an identifier.
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
erase-sure = Erase favourites, drafts, messages, settings and card from this phone? This is final.
erase-yes = Erase everything
erase-done = Erased.

## Notifications
notify-title = Notifications
notify-switch = Tell me about news
notify-off = Off. Nothing comes until you ask for it.
notify-on = All set: a notification opens its news, even without network.
notify-asking = Your phone is asking you…
notify-waiting = Noted. All set as soon as there is network.
notify-denied = Your phone blocks this app’s notifications.
notify-denied-how = To change that: in its settings, or the browser’s, open notifications, allow this app, then come back here.
notify-failed = Your phone could not subscribe. We keep trying: leave the app open for a moment, with network.
notify-refused = The service did not take your subscription. We try again tomorrow; if it goes on, write to us.
notify-unable-window = A window on a computer receives no notifications. Your phone does.
notify-unable-browser = This browser cannot receive notifications. Update it, or try another one.
notify-unable-home-screen = On iPhone and iPad, first add the app to the home screen (“Share”, then “Add to Home Screen”), and open it from there.
notify-unable-app = This version of the app does not receive notifications yet. News arrive when you open it.
notify-unable-server = The service sends no notifications for now. News arrive when you open the app.
notify-topics = About what?
notify-topics-all = Everything
notify-quiet = Quiet hours
notify-quiet-text = What comes during these hours waits until they are over.
notify-quiet-from = From
notify-quiet-to = To
notify-private = The service receives the delivery address that your phone gives, and these choices. Neither your name nor your age.
notify-inbox = Notifications received
invite-title = Shall we tell you about news?
invite-text = You choose about what, and turn it off whenever you want.
invite-yes = Yes
invite-no = No thanks
invite-done = Noted: we will tell you.
invite-choose = Choose about what and when
inbox-list = Your notifications
inbox-empty-title = Nothing for now
inbox-empty-text = What the town announces by notification stays here, even if your phone was off.
inbox-off = Your phone does not notify you: here is what was announced.
inbox-off-link = Get notified
inbox-new = Unread
inbox-unread = { $n ->
    [one] { $n } unread
   *[other] { $n } unread
}
inbox-bell = { $n ->
    [one] Notifications, { $n } unread
   *[other] Notifications, { $n } unread
}
inbox-read-all = Mark all as read

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

    Favourites, drafts, interests, settings, and the photo on your card. Nobody else sees them.

    ## What leaves, only if you send it

    A message to the service: its text, and what you give to be answered. It is read by { $service }.

    A request for a card: your name, your date of birth, your town, and a parent’s name and contact when the law asks for it. The service then knows where your card is used. The shop sees your first name and your age group, nothing else. A code for a web shop counts as a use; the shop learns nothing of your card.

    ## Notifications, only if you ask for them

    Your phone gives the service a delivery address: one lent by its browser or system (Google, Apple, Mozilla…). It leaves with your choices: language, subjects, quiet hours. No name, no age, no link to your card or your messages. A notification travels through that company, encrypted in browsers, and holds nothing but public news. You turn them off: the service forgets the address. It is also erased by itself after nine months without a sign.

    ## What is counted, without knowing who

    The app tells the town, each thing once a week at most, that it was opened, which news and pages were read, and which words found nothing in the search. The town keeps totals only: nothing says that it is you, or links one reading to another. You can turn these numbers off in the settings.

    ## The map

    “Around me” asks for your position only when you press it. The map, search and offers use it to say what is near; it is not kept and does not leave. The pieces of map that you look at come from the town’s server; an address that you look for is sent to it, and it asks the national geocoder without saying that it is you. With the map kept on your phone, looking asks nobody anything. “Directions” opens the app or site that you choose, which then sees where you are going.

    ## Erasing

    In the settings, “Erase my data” erases everything that is on this phone, and asks the service to erase your card and your messages. “Erase my card” erases the card alone.
privacy-erase = Go to settings
licences-title = Licences
licences-text =
    The app’s code is free, under the MIT or Apache 2.0 licence, as you choose.

    - **Bricolage Grotesque**, drawn by Mathieu Triay: SIL Open Font License 1.1
    - **Atkinson Hyperlegible Next**, by the Braille Institute: SIL Open Font License 1.1
    - **Dioxus**, for the interface: MIT or Apache 2.0
    - **SQLite**, to keep the content: public domain
    - **MapLibre GL**, to draw the map: BSD, three clauses
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

## Preview of an article, in a frame of the console
preview-title = Preview
preview-text = The news that someone writes in the staff console shows here.

## Map
map-title = Map
map-see = See on the map
map-region = Map of places
map-skip = Skip to the list
map-wait = The map is coming…
here-soon = Here soon
map-open = Open now
map-discount = With a discount
map-from = From where?
map-around = Around me
map-centre = Around the middle of the map
map-forget = Forget this point
map-locating = Looking for you…
map-from-none = Press and hold the map to start from a point.
map-from-here = Nearest to you first. Your position is not kept.
map-from-point = Nearest to the chosen point first.
map-elsewhere = You are { $km } km away: this stays on { $town }.
map-refused = Your position is not shared. Allow it in the settings, or choose where to start from.
map-late = Your position takes too long to come. Try again outdoors, or choose where to start from.
map-unavailable = This device cannot tell where you are. Choose where to start from.
map-paper = No background map for now: places are where they belong, on paper.
map-unable = This device cannot draw the map. The list says the same.
map-absent = The map is not on this device yet, and there is no network. The list says the same.
map-count = { $n ->
    [one] { $n } place
   *[other] { $n } places
}
map-offers = { $n ->
    [one] { $n } offer
   *[other] { $n } offers
}
map-more = Show { $n } more
map-all = All places
map-empty-title = Nothing here
map-empty-text = No place answers all of that at once. Take a filter away.
map-metres = { $n } m
map-kilometres = { $km }.{ $tenth } km
map-close = Close this place
map-whole = The whole sheet
map-zoom-in = Zoom in
map-zoom-out = Zoom out
directions = Directions
directions-by = Directions ({ $site })
map-keep-title = Keep the map on this phone
map-keep-text = The whole map and its streets, even without network. It takes { $size } on this phone.
map-keep-newer = A newer map is there
map-keep = Download ({ $size })
map-keep-on = Go on ({ $left } left)
map-keep-coming = { $here } of { $size }
map-keep-pause = Pause
map-keep-pausing = Stopping after this piece…
map-keep-here = The map is on this phone ({ $size }): it works without network.
map-keep-remove = Remove the map
map-keep-full = There is not enough room: it takes { $size }. Free some space, then go on. Nothing else is touched.
map-keep-network = The network stopped. What came is kept: go on whenever you like.
map-keep-broken = The map did not arrive as it should. Try again.
megabytes = { $whole }.{ $tenth } MB
map-lookup = A street, an address, a place
map-lookup-count = { $n ->
    [0] Nothing of that name
    [one] { $n } answer
   *[other] { $n } answers
}
