//! The character sets of MARC-8 that have one byte for each character: a data table.
//!
//! Facts of the code tables of the Library of Congress. East Asian characters, of three bytes each,
//! are not among them.

/// A set by the last character of the escape sequence that calls it: its characters from 21 to 7E in
/// hexadecimal, U+FFFD where there is none.
pub(super) static SETS: &[(u8, &str)] = &[
    // extended Latin (ANSEL).
    (
        0x45,
        "\u{141}\u{d8}\u{110}\u{de}\u{c6}\u{152}\u{2b9}\u{b7}\u{266d}\
         \u{ae}\u{b1}\u{1a0}\u{1af}\u{2bc}\u{fffd}\u{2bb}\u{142}\u{f8}\
         \u{111}\u{fe}\u{e6}\u{153}\u{2ba}\u{131}\u{a3}\u{f0}\u{fffd}\
         \u{1a1}\u{1b0}\u{fffd}\u{fffd}\u{b0}\u{2113}\u{2117}\u{a9}\u{266f}\
         \u{bf}\u{a1}\u{df}\u{20ac}\u{fffd}\u{fffd}\u{fffd}\u{fffd}\u{fffd}\
         \u{fffd}\u{fffd}\u{fffd}\u{fffd}\u{fffd}\u{fffd}\u{fffd}\u{fffd}\u{fffd}\
         \u{fffd}\u{fffd}\u{fffd}\u{fffd}\u{fffd}\u{fffd}\u{fffd}\u{fffd}\u{fffd}\
         \u{309}\u{300}\u{301}\u{302}\u{303}\u{304}\u{306}\u{307}\u{308}\
         \u{30c}\u{30a}\u{fe20}\u{fe21}\u{315}\u{30b}\u{310}\u{327}\u{328}\
         \u{323}\u{324}\u{325}\u{333}\u{332}\u{326}\u{31c}\u{32e}\u{fe22}\
         \u{fe23}\u{fffd}\u{fffd}\u{313}",
    ),
    // Greek.
    (
        0x53,
        "\u{300}\u{301}\u{308}\u{342}\u{313}\u{314}\u{345}\u{fffd}\u{fffd}\
         \u{fffd}\u{fffd}\u{fffd}\u{fffd}\u{fffd}\u{fffd}\u{ab}\u{bb}\u{201c}\
         \u{201d}\u{374}\u{375}\u{fffd}\u{fffd}\u{fffd}\u{fffd}\u{fffd}\u{387}\
         \u{fffd}\u{fffd}\u{fffd}\u{37e}\u{fffd}\u{391}\u{392}\u{fffd}\u{393}\
         \u{394}\u{395}\u{3da}\u{3dc}\u{396}\u{397}\u{398}\u{399}\u{39a}\
         \u{39b}\u{39c}\u{39d}\u{39e}\u{39f}\u{3a0}\u{3de}\u{3a1}\u{3a3}\
         \u{fffd}\u{3a4}\u{3a5}\u{3a6}\u{3a7}\u{3a8}\u{3a9}\u{3e0}\u{fffd}\
         \u{fffd}\u{3b1}\u{3b2}\u{3d0}\u{3b3}\u{3b4}\u{3b5}\u{3db}\u{3dd}\
         \u{3b6}\u{3b7}\u{3b8}\u{3b9}\u{3ba}\u{3bb}\u{3bc}\u{3bd}\u{3be}\
         \u{3bf}\u{3c0}\u{3df}\u{3c1}\u{3c3}\u{3c2}\u{3c4}\u{3c5}\u{3c6}\
         \u{3c7}\u{3c8}\u{3c9}\u{3e1}",
    ),
    // Cyrillic.
    (
        0x4e,
        "\u{21}\u{22}\u{23}\u{24}\u{25}\u{26}\u{27}\u{28}\u{29}\
         \u{2a}\u{2b}\u{2c}\u{2d}\u{2e}\u{2f}\u{30}\u{31}\u{32}\
         \u{33}\u{34}\u{35}\u{36}\u{37}\u{38}\u{39}\u{3a}\u{3b}\
         \u{3c}\u{3d}\u{3e}\u{3f}\u{44e}\u{430}\u{431}\u{446}\u{434}\
         \u{435}\u{444}\u{433}\u{445}\u{438}\u{439}\u{43a}\u{43b}\u{43c}\
         \u{43d}\u{43e}\u{43f}\u{44f}\u{440}\u{441}\u{442}\u{443}\u{436}\
         \u{432}\u{44c}\u{44b}\u{437}\u{448}\u{44d}\u{449}\u{447}\u{44a}\
         \u{42e}\u{410}\u{411}\u{426}\u{414}\u{415}\u{424}\u{413}\u{425}\
         \u{418}\u{419}\u{41a}\u{41b}\u{41c}\u{41d}\u{41e}\u{41f}\u{42f}\
         \u{420}\u{421}\u{422}\u{423}\u{416}\u{412}\u{42c}\u{42b}\u{417}\
         \u{428}\u{42d}\u{429}\u{427}",
    ),
    // extended Cyrillic.
    (
        0x51,
        "\u{fffd}\u{fffd}\u{fffd}\u{fffd}\u{fffd}\u{fffd}\u{fffd}\u{fffd}\u{fffd}\
         \u{fffd}\u{fffd}\u{fffd}\u{fffd}\u{fffd}\u{fffd}\u{fffd}\u{fffd}\u{fffd}\
         \u{fffd}\u{fffd}\u{fffd}\u{fffd}\u{fffd}\u{fffd}\u{fffd}\u{fffd}\u{fffd}\
         \u{fffd}\u{fffd}\u{fffd}\u{fffd}\u{491}\u{452}\u{453}\u{454}\u{451}\
         \u{455}\u{456}\u{457}\u{458}\u{459}\u{45a}\u{45b}\u{45c}\u{45e}\
         \u{45f}\u{fffd}\u{463}\u{473}\u{475}\u{46b}\u{fffd}\u{fffd}\u{fffd}\
         \u{fffd}\u{fffd}\u{fffd}\u{fffd}\u{5b}\u{fffd}\u{5d}\u{fffd}\u{5f}\
         \u{490}\u{402}\u{403}\u{404}\u{401}\u{405}\u{406}\u{407}\u{408}\
         \u{409}\u{40a}\u{40b}\u{40c}\u{40e}\u{40f}\u{42a}\u{462}\u{472}\
         \u{474}\u{46a}\u{fffd}\u{fffd}\u{fffd}\u{fffd}\u{fffd}\u{fffd}\u{fffd}\
         \u{fffd}\u{fffd}\u{fffd}\u{fffd}",
    ),
    // Hebrew.
    (
        0x32,
        "\u{21}\u{5f4}\u{23}\u{24}\u{25}\u{26}\u{5f3}\u{28}\u{29}\
         \u{2a}\u{2b}\u{2c}\u{5be}\u{2e}\u{2f}\u{30}\u{31}\u{32}\
         \u{33}\u{34}\u{35}\u{36}\u{37}\u{38}\u{39}\u{3a}\u{3b}\
         \u{3c}\u{3d}\u{3e}\u{3f}\u{5b7}\u{5b8}\u{5b6}\u{5b5}\u{5b4}\
         \u{5b9}\u{5bb}\u{5b0}\u{5b2}\u{5b3}\u{5b1}\u{5bc}\u{5bf}\u{5c1}\
         \u{fb1e}\u{fffd}\u{fffd}\u{fffd}\u{fffd}\u{fffd}\u{fffd}\u{fffd}\u{fffd}\
         \u{fffd}\u{fffd}\u{fffd}\u{fffd}\u{5b}\u{fffd}\u{5d}\u{fffd}\u{fffd}\
         \u{5d0}\u{5d1}\u{5d2}\u{5d3}\u{5d4}\u{5d5}\u{5d6}\u{5d7}\u{5d8}\
         \u{5d9}\u{5da}\u{5db}\u{5dc}\u{5dd}\u{5de}\u{5df}\u{5e0}\u{5e1}\
         \u{5e2}\u{5e3}\u{5e4}\u{5e5}\u{5e6}\u{5e7}\u{5e8}\u{5e9}\u{5ea}\
         \u{5f0}\u{5f1}\u{5f2}\u{fffd}",
    ),
    // Arabic.
    (
        0x33,
        "\u{21}\u{22}\u{23}\u{24}\u{66a}\u{26}\u{27}\u{28}\u{29}\
         \u{66d}\u{2b}\u{60c}\u{2d}\u{2e}\u{2f}\u{660}\u{661}\u{662}\
         \u{663}\u{664}\u{665}\u{666}\u{667}\u{668}\u{669}\u{3a}\u{61b}\
         \u{3c}\u{3d}\u{3e}\u{61f}\u{fffd}\u{621}\u{622}\u{623}\u{624}\
         \u{625}\u{626}\u{627}\u{628}\u{629}\u{62a}\u{62b}\u{62c}\u{62d}\
         \u{62e}\u{62f}\u{630}\u{631}\u{632}\u{633}\u{634}\u{635}\u{636}\
         \u{637}\u{638}\u{639}\u{63a}\u{5b}\u{fffd}\u{5d}\u{fffd}\u{fffd}\
         \u{640}\u{641}\u{642}\u{643}\u{644}\u{645}\u{646}\u{647}\u{648}\
         \u{649}\u{64a}\u{64b}\u{64c}\u{64d}\u{64e}\u{64f}\u{650}\u{651}\
         \u{652}\u{671}\u{670}\u{fffd}\u{fffd}\u{fffd}\u{66c}\u{201d}\u{201c}\
         \u{fffd}\u{fffd}\u{fffd}\u{fffd}",
    ),
    // extended Arabic.
    (
        0x34,
        "\u{6fd}\u{672}\u{673}\u{679}\u{67a}\u{67b}\u{67c}\u{67d}\u{67e}\
         \u{67f}\u{680}\u{681}\u{682}\u{683}\u{684}\u{685}\u{686}\u{6bf}\
         \u{687}\u{688}\u{689}\u{68a}\u{68b}\u{68c}\u{68d}\u{68e}\u{68f}\
         \u{690}\u{691}\u{692}\u{693}\u{694}\u{695}\u{696}\u{697}\u{698}\
         \u{699}\u{69a}\u{69b}\u{69c}\u{6fa}\u{69d}\u{69e}\u{6fb}\u{69f}\
         \u{6a0}\u{6fc}\u{6a1}\u{6a2}\u{6a3}\u{6a4}\u{6a5}\u{6a6}\u{6a7}\
         \u{6a8}\u{6a9}\u{6aa}\u{6ab}\u{6ac}\u{6ad}\u{6ae}\u{6af}\u{6b0}\
         \u{6b1}\u{6b2}\u{6b3}\u{6b4}\u{6b5}\u{6b6}\u{6b7}\u{6b8}\u{6ba}\
         \u{6bb}\u{6bc}\u{6bd}\u{6b9}\u{6be}\u{6c0}\u{6c4}\u{6c5}\u{6c6}\
         \u{6ca}\u{6cb}\u{6cd}\u{6ce}\u{6d0}\u{6d2}\u{6d3}\u{fffd}\u{fffd}\
         \u{fffd}\u{fffd}\u{306}\u{30c}",
    ),
];

/// Sets of a few characters, called by an escape and one letter: superscripts, subscripts, Greek
/// symbols.
pub(super) static SMALL: &[(u8, &[(u8, char)])] = &[
    (
        b'p',
        &[
            (0x28, '\u{207d}'),
            (0x29, '\u{207e}'),
            (0x2b, '\u{207a}'),
            (0x2d, '\u{207b}'),
            (0x30, '\u{2070}'),
            (0x31, '\u{b9}'),
            (0x32, '\u{b2}'),
            (0x33, '\u{b3}'),
            (0x34, '\u{2074}'),
            (0x35, '\u{2075}'),
            (0x36, '\u{2076}'),
            (0x37, '\u{2077}'),
            (0x38, '\u{2078}'),
            (0x39, '\u{2079}'),
        ],
    ),
    (
        b'b',
        &[
            (0x28, '\u{208d}'),
            (0x29, '\u{208e}'),
            (0x2b, '\u{208a}'),
            (0x2d, '\u{208b}'),
            (0x30, '\u{2080}'),
            (0x31, '\u{2081}'),
            (0x32, '\u{2082}'),
            (0x33, '\u{2083}'),
            (0x34, '\u{2084}'),
            (0x35, '\u{2085}'),
            (0x36, '\u{2086}'),
            (0x37, '\u{2087}'),
            (0x38, '\u{2088}'),
            (0x39, '\u{2089}'),
        ],
    ),
    (b'g', &[(0x61, '\u{3b1}'), (0x62, '\u{3b2}'), (0x63, '\u{3b3}')]),
];
