//! Data table: words that dates are made of, in the languages we read. All in lower case.

use std::sync::LazyLock;

use refsmith_crf::{ByHash, hash_bytes};

/// Months: number and names, long and short, in all their cases.
const MONTHS: [(u8, &str); 12] = [
    (
        1,
        "january januar jänner jaenner janvier enero gennaio janeiro januari janvāris styczeń stycznia sty leden ledna január ianuarie tammikuu tammikuuta sausio январь января січня януари јануар ιανουαρίου ιανουάριος ocak jan jän janv ene gen янв led",
    ),
    (
        2,
        "february februar feber février fevrier febrero febbraio fevereiro februari luty lutego lut únor února február februarie helmikuu helmikuuta vasario февраль февраля лютого февруари фебруар φεβρουαρίου φεβρουάριος şubat feb febr fév févr fev фев",
    ),
    (
        3,
        "march märz maerz mars marzo março marco marts maart marzec marca březen března március martie maaliskuu maaliskuuta kovo март марта березня μαρτίου μάρτιος mart mar mär mrz mrt maa мар",
    ),
    (
        4,
        "april avril abril aprile kwiecień kwietnia kwi duben dubna április aprilie huhtikuu huhtikuuta balandžio апрель апреля квітня април απριλίου απρίλιος nisan apr avr abr апр",
    ),
    (
        5,
        "may mai mayo maggio maio maj mei maja květen května május toukokuu toukokuuta gegužės май мая травня мај μαΐου μάιος mayıs mag",
    ),
    (
        6,
        "june juni juin junio giugno junho czerwiec czerwca cze červen června június iunie kesäkuu kesäkuuta birželio июнь июня червня юни јун ιουνίου ιούνιος haziran jun giu июн",
    ),
    (
        7,
        "july juli juillet julio luglio julho lipiec lipca lip červenec července július iulie heinäkuu heinäkuuta liepos июль июля липня юли јул ιουλίου ιούλιος temmuz jul juil lug июл",
    ),
    (
        8,
        "august août aout agosto augusti augustus sierpień sierpnia sie srpen srpna augusztus elokuu elokuuta rugpjūčio август августа серпня αυγούστου αύγουστος ağustos aug ago aoû авг",
    ),
    (
        9,
        "september septembre septiembre settembre setembro wrzesień września wrz září szeptember septembrie syyskuu syyskuuta rugsėjo сентябрь сентября вересня септември септембар σεπτεμβρίου σεπτέμβριος eylül sep sept set сен сент",
    ),
    (
        10,
        "october oktober octobre octubre ottobre outubro październik października paź říjen října október octombrie lokakuu lokakuuta spalio октябрь октября жовтня октомври октобар οκτωβρίου οκτώβριος ekim oct okt ott out окт",
    ),
    (
        11,
        "november novembre noviembre novembro listopad listopada lis listopadu noiembrie marraskuu marraskuuta lapkričio ноябрь ноября листопада ноември новембар νοεμβρίου νοέμβριος kasım nov ноя",
    ),
    (
        12,
        "december dezember décembre decembre diciembre dicembre dezembro desember grudzień grudnia gru prosinec prosince december decembrie joulukuu joulukuuta gruodžio декабрь декабря грудня декември децембар δεκεμβρίου δεκέμβριος aralık dec dez déc dic des дек",
    ),
];

/// Seasons, 1–4 from spring.
const SEASONS: [(u8, &str); 4] = [
    (
        1,
        "spring frühjahr frühling printemps primavera vår forår voorjaar lente wiosna kevät весна jaro",
    ),
    (2, "summer sommer été verano estate verão sommar zomer lato kesä лето léto"),
    (
        3,
        "autumn fall herbst automne otoño autunno outono höst efterår høst herfst najaar jesień syksy осень podzim",
    ),
    (4, "winter hiver invierno inverno vinter zima talvi зима"),
];

/// Words that say "about".
const ABOUT_WORDS: &str = "c ca circa cca um vers verso environ hacia about approx approximately około ok около ок omkring noin etwa rond";

/// Words that join the ends of a range.
const TO_WORDS: &str = "to bis till until through au al a à até fino til tot do по до";

/// Words that mean that a range goes on.
const ONGOING_WORDS: &str = "present heute ongoing today now gegenwart présent nutid nu";

/// Words before the first year of a range that goes on.
const SINCE_WORDS: &str = "since seit ab depuis desde dal från siden sinds";

/// Words that say that the work is not out yet.
const PENDING_WORDS: &str = "press forthcoming accepted submitted preparation review appear erscheinen erscheint druck vorbereitung \
     eingereicht begutachtung paraître presse prensa stampa prelo tryck trykk druku печати manuscript unpublished \
     published-online preprint";

/// Words that only announce a date.
const ANNOUNCING_WORDS: &str = "published publ date dated issued on online electronically first print epub erschienen erscheint veröffentlicht \
     publié paru pubblicato publicado publicerad utgiven the of the de den del le il el d em en im am vom a. year anno \
     anni jahr año ano année rok r g gg года год г гг m monday tuesday wednesday thursday friday saturday sunday \
     montag dienstag mittwoch donnerstag freitag samstag sonntag lundi mardi mercredi jeudi vendredi samedi dimanche \
     mon tue wed thu fri sat sun tues thurs in delivery copyright cop © version of and und et y och og i и";

/// Words before the date on which a page was seen.
const SEEN_WORDS: &str = "accessed access viewed retrieved cited consulted consulté consultée consultato consultado consultada acedido \
     acesso hämtad hämtat besökt visited zugriff zugegriffen abgerufen aufgerufen eingesehen lesedato hentet besøgt \
     geraadpleegd dostęp обращения";

/// Words before the year of the first edition.
const ORIGINAL_WORDS: &str = "original originally orig zuerst erstmals erstausgabe ursprünglich first-published reprint reprinted nachdruck \
     édition-originale";

/// What a word means: the month (1–12) in the lowest four bits, the season (1–4) in the next three,
/// then one bit for each list.
type Meaning = u32;

const SEASON_SHIFT: u32 = 4;
/// About.
pub(super) const ABOUT: Meaning = 1 << 8;
/// Joins the ends of a range.
pub(super) const TO: Meaning = 1 << 9;
/// A range goes on.
pub(super) const ONGOING: Meaning = 1 << 10;
/// Stands before the first year of a range that goes on.
pub(super) const SINCE: Meaning = 1 << 11;
/// The work is not out yet.
pub(super) const PENDING: Meaning = 1 << 12;
/// Only announces a date.
pub(super) const ANNOUNCING: Meaning = 1 << 13;
/// Stands before the date on which a page was seen.
pub(super) const SEEN: Meaning = 1 << 14;
/// Stands before the year of the first edition.
pub(super) const ORIGINAL: Meaning = 1 << 15;

/// All words by hash.
static WORDS: LazyLock<ByHash<Meaning>> = LazyLock::new(|| {
    let lists = [
        (ABOUT, ABOUT_WORDS),
        (TO, TO_WORDS),
        (ONGOING, ONGOING_WORDS),
        (SINCE, SINCE_WORDS),
        (PENDING, PENDING_WORDS),
        (ANNOUNCING, ANNOUNCING_WORDS),
        (SEEN, SEEN_WORDS),
        (ORIGINAL, ORIGINAL_WORDS),
    ];
    let months = MONTHS.iter().map(|(number, names)| (Meaning::from(*number), *names));
    let seasons =
        SEASONS.iter().map(|(number, names)| (Meaning::from(*number) << SEASON_SHIFT, *names));
    let mut words = ByHash::default();
    for (meaning, names) in months.chain(seasons).chain(lists) {
        for word in names.split_ascii_whitespace() {
            let known: &mut Meaning = words.entry(hash_bytes(word.as_bytes())).or_default();
            // A short form that two months have means the earlier one.
            let taken = meaning < 16 && *known & 15 != 0;
            *known |= if taken { 0 } else { meaning };
        }
    }
    words
});

fn meaning(lower: &str) -> Meaning {
    let known = (!lower.is_empty()).then(|| WORDS.get(&hash_bytes(lower.as_bytes())));
    known.flatten().copied().unwrap_or(0)
}

/// Returns the month, 1–12.
pub(super) fn month(lower: &str) -> Option<u8> {
    Some((meaning(lower) & 15) as u8).filter(|month| *month > 0)
}

/// Returns the season, 1–4.
pub(super) fn season(lower: &str) -> Option<u8> {
    Some((meaning(lower) >> SEASON_SHIFT & 7) as u8).filter(|season| *season > 0)
}

/// Whether a word has one of the meanings of a list.
pub(super) fn is_in(list: Meaning, lower: &str) -> bool {
    meaning(lower) & list != 0
}

/// Returns the year before the first one of a Japanese era or the Chinese republic.
pub(super) fn era(word: &str) -> Option<i32> {
    match word {
        "明治" => Some(1867),
        "大正" => Some(1911),
        "昭和" => Some(1925),
        "平成" => Some(1988),
        "令和" => Some(2018),
        "民國" | "民国" => Some(1911),
        _ => None,
    }
}
