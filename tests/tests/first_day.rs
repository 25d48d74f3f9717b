//! The first day of a newsroom: whoever starts the server has a link, and an hour later young people read a town's news.

use anyhow::{Result, ensure};
use journeys::browser::Browser;
use journeys::colleague::{click_on, editor, first_link, phone, press_on, reads_no_more};
use journeys::counter::Counter;
use journeys::until;

/// How the first admin sits at the console.
#[derive(Clone, Copy, Debug)]
enum Seat {
    Desk,
    Phone,
}

impl Seat {
    /// Takes it (again): looking at a page in other sizes leaves it.
    async fn take(self, browser: &Browser) -> Result<()> {
        match self {
            Self::Desk => browser.at_a_desk().await,
            Self::Phone => browser.narrow(Some(360)).await,
        }
    }

    /// Looks for what is wrong with the page, and sits down again.
    async fn look(self, browser: &Browser, page: &str) -> Result<()> {
        let objections = browser.objected(page).await?;
        ensure!(objections.is_empty(), "{}", objections.join("\n"));
        self.take(browser).await
    }
}

#[tokio::test]
async fn from_the_link_to_the_first_news_at_a_desk() -> Result<()> {
    from_the_link_to_the_first_news(Seat::Desk).await
}

#[tokio::test]
async fn from_the_link_to_the_first_news_on_a_phone() -> Result<()> {
    from_the_link_to_the_first_news(Seat::Phone).await
}

async fn from_the_link_to_the_first_news(seat: Seat) -> Result<()> {
    let counter = Counter::open().await?;
    let phone = phone(&counter.address()).await?;
    let admin = Browser::open().await?;
    seat.take(&admin).await?;
    admin.visit(&first_link(&counter).await?).await?;
    seat.look(&admin, "the first link").await?;
    admin.fill("#nom", "Nadia").await?;
    admin.fill("#mot-de-passe", "trois mots choisis").await?;
    admin.click("main form button[type=submit]").await?;
    admin.reads("main", "Bonjour Nadia").await?;
    seat.look(&admin, "the start page").await?;

    // From here on only words that stand on the screens are known.
    click_on(&admin, "Écrire une actu").await?;
    admin.reads("main h1", "Nouvelle actu").await?;
    admin.fill("#titre", "Le Point jeunes ouvre samedi").await?;
    admin.fill("#resume", "Viens voir, de 14 h à 18 h.").await?;
    click_on(&admin, "Publier").await?;
    admin.reads("main", "Publiée").await?;
    seat.look(&admin, "the first news").await?;
    phone.reads("main", "Le Point jeunes ouvre samedi").await?;
    for browser in [admin, phone] {
        browser.close().await?;
    }
    Ok(())
}

#[tokio::test]
async fn from_the_link_to_the_first_news_without_a_mouse() -> Result<()> {
    let counter = Counter::open().await?;
    let phone = phone(&counter.address()).await?;
    let admin = Browser::open().await?;
    admin.visit(&first_link(&counter).await?).await?;
    admin.tab_to_field("nom").await?;
    admin.type_keys("Nadia").await?;
    admin.tab_to_field("mot-de-passe").await?;
    admin.type_keys("trois mots choisis").await?;
    press_on(&admin, "Choisir et entrer").await?;
    admin.reads("main", "Bonjour Nadia").await?;
    for path in ["/staff/equipe", "/staff/compte"] {
        admin.visit(&format!("{}{path}", counter.address())).await?;
        let objections = admin.objected(path).await?;
        ensure!(objections.is_empty(), "{}", objections.join("\n"));
    }
    admin.visit(&format!("{}/staff", counter.address())).await?;
    press_on(&admin, "Écrire une actu").await?;
    admin.reads("main h1", "Nouvelle actu").await?;
    for (field, words) in [("titre", "Permanence du mercredi"), ("resume", "Sans rendez-vous.")] {
        admin.tab_to_field(field).await?;
        admin.type_keys(words).await?;
    }
    press_on(&admin, "Publier").await?;
    admin.reads("main", "Publiée").await?;
    phone.reads("main", "Permanence du mercredi").await?;

    // And taken back the same way.
    press_on(&admin, "Retirer des téléphones").await?;
    admin.reads("main", "Retirée des téléphones").await?;
    reads_no_more(&phone, "main", "Permanence du mercredi").await?;
    for browser in [admin, phone] {
        browser.close().await?;
    }
    Ok(())
}

#[tokio::test]
async fn a_photo_taken_with_the_phone_that_writes_is_painted_on_the_phones_that_read() -> Result<()> {
    let counter = Counter::open().await?;
    let phone = phone(&counter.address()).await?;
    let writer = editor(&counter, "sacha").await?;
    let seat = Seat::Phone;
    seat.take(&writer).await?;
    click_on(&writer, "Écrire une actu").await?;
    writer.reads("main h1", "Nouvelle actu").await?;
    ensure!(
        writer.yes("return document.getElementById('photo').accept === 'image/*'").await?,
        "a phone offers its camera for this field"
    );
    writer.fill("#titre", "La fresque est finie").await?;
    writer.fill("#resume", "Merci aux douze peintres.").await?;
    let folder = tempfile::tempdir()?;
    let file = folder.path().join("fresque.jpg");
    // As a phone takes it: tall, and larger than anybody needs.
    image::RgbImage::from_fn(2_000, 3_000, |x, y| {
        let byte = |value: u32| u8::try_from(value % 256).unwrap_or_default();
        image::Rgb([byte(x / 8), byte(y / 12), 120])
    })
    .save(&file)?;
    writer.fill("#photo", &file.display().to_string()).await?;
    writer.reads("#etat", "Brouillon enregistré").await?;

    click_on(&writer, "Publier").await?;
    writer.reads("main div[role=alert]", "Décrivez la photo").await?;
    seat.look(&writer, "a photo without words").await?;
    writer.fill("#photo-texte", "Un mur peint de vagues bleues").await?;
    click_on(&writer, "Publier").await?;
    writer.reads("main", "Publiée").await?;

    phone.reads("main", "La fresque est finie").await?;
    phone.click("main a[href^='/actus/']").await?;
    phone.reads("main h1", "La fresque est finie").await?;
    until("the photo is painted", || async {
        let painted = "const photo = document.querySelector('.page-picture img');
            return photo?.complete === true && photo.naturalWidth > 0 && photo.alt === 'Un mur peint de vagues bleues'";
        Ok(phone.yes(painted).await?.then_some(()))
    })
    .await?;
    for browser in [writer, phone] {
        browser.close().await?;
    }
    Ok(())
}
