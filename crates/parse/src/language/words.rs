//! Data table: words, endings and letters by which titles show their language.

/// What a language is known by. Everything is in lower case.
pub(super) struct Profile {
    /// BCP 47 code.
    pub(super) code: &'static str,
    /// Words that titles in this language are full of.
    pub(super) words: &'static str,
    /// Endings of longer words.
    pub(super) endings: &'static str,
    /// Letters that set it apart from its neighbours.
    pub(super) letters: &'static str,
}

/// Languages in Latin letters.
pub(super) static LATIN: &[Profile] = &[
    Profile {
        code: "en",
        words: "the of and in to for on with from by at as is are its their an how what why when who whose does do be been \
                can not or that this these between among within without into under after before toward towards through \
                across during over about against via using use based new study studies analysis approach effects effect \
                role case evidence theory research development social political history world health review introduction \
                handbook guide journal american british some we you it has have was were will should your our his her \
                human national international early life work women children children's school law policy change \
                understanding toward state university press society science systems model models data design learning method \
                methods multiple program programs sequence sequences basic local search visual network networks architecture \
                special relativity automatic continuous detection compression image images graphics virtual tool tools \
                treatment patients disease diseases clinical trial trials cell cells gene genes protein proteins brain \
                cancer care risk factors among survey random numerical linear equation equations field fields quantum \
                structure structures properties language languages knowledge education students teachers teaching \
                management business market markets economic economy growth environmental water energy climate food \
                behavior behaviour mental memory emotion cultural gender race power war peace rights modern reviews \
                book books chapter practice practices perspective perspectives thinking making age young older",
        endings: "ing ness ship ity ed ly ics ful less ment tion tions ism ists ians wards ies ght ough ous ive ance ence able",
        letters: "",
    },
    Profile {
        code: "de",
        words: "der die das den dem des und in im von vom zu zum zur mit für auf aus bei nach über unter zwischen durch um \
                gegen ohne ein eine einer eines einem einen als am an ist sind nicht oder wie was wer auch sich so seit \
                ihre ihr seine sein kein keine zwei drei neue neuen deutsche deutschen deutscher geschichte \
                einführung beitrag beiträge studie studien untersuchung handbuch lehrbuch zeitschrift jahrbuch theorie \
                kritik wissenschaft gesellschaft politik bildung schule kultur recht arbeit frauen kinder leben welt \
                zeit jahrhundert europa deutschland soziale sozialen soziologie probleme grundlagen entwicklung \
                bericht band heft zur bis vor noch weltbild forscher briefwechsel denken wissen schweiz österreich",
        endings: "ung ungen keit heit schaft schaften lich liche lichen ische ischen ischer isches tät täten ieren ismus ung- ens keiten nis nisse tum \
                  ierung mus haft isch sche schen theorie logie prinzip physik werk",
        letters: "äöüß",
    },
    Profile {
        code: "fr",
        words: "le la les l d de du des et en dans sur pour par avec sans entre sous au aux un une à qui que quoi est sont ou où \
                comme ce cette ces son sa ses leur leurs ne pas plus vers chez depuis contre selon histoire étude études \
                essai analyse théorie société politique vie monde siècle siècles ville travail femmes enfants école \
                droit sciences revue cahiers introduction approche nouvelle nouveau français française france état \
                culture langue écriture mémoire formation pratiques physicien penseur propos correspondance naissance lettres",
        endings: "tion tions ique iques ité ités eur eurs eux euse aire aires oire oires isme isme ment ments elle elles aise aises ères ère",
        letters: "éèêàçùûîôœë",
    },
    Profile {
        code: "it",
        words: "il lo la i gli le di del della dello dei degli delle da dal dalla dai in nel nella nei nelle e ed a al alla \
                alle ai con per tra fra su sul sulla un una uno che come non è sono storia studi studio saggio saggi vita mondo \
                secolo secoli arte città teoria ricerca lavoro donne scuola diritto società politica cultura lingua \
                italiana italiano italia nuova nuovo note opere lettere archivio rivista introduzione atti convegno \
                veneziana venezia veneto repubblica dell nell all sull l d fisica filosofia",
        endings: "zione zioni ità ismo ismi ico ica ici iche mento menti ella ello ale ali ezza oso osa tore tori tura ture ano ana ani iano iana",
        letters: "ìòàùè",
    },
    Profile {
        code: "es",
        words: "el la los las de del y e en con para por sin sobre entre un una unos que como su sus se al o u es son lo desde \
                hacia hasta según historia estudio estudios ensayo análisis teoría sociedad política vida mundo siglo \
                ciudad trabajo mujeres escuela derecho ciencia ciencias revista introducción nueva nuevo españa español \
                española américa latina cultura lengua educación investigación desarrollo social caso más correspondencia vida física",
        endings: "ción ciones sión dad dades ismo ico ica icos icas miento mientos ía ías ario aria ista al ales ado ada ados adas ivo iva eza ador",
        letters: "ñáíóú¿¡",
    },
    Profile {
        code: "pt",
        words: "o a os as de do da dos das e em no na nos nas com para por sem sobre entre um uma uns que como seu sua se ao à \
                ou é são pelo pela desde até segundo história estudo estudos ensaio análise teoria sociedade política \
                vida mundo século cidade trabalho mulheres escola direito ciência ciências revista introdução nova novo \
                brasil brasileira brasileiro portugal português portuguesa cultura língua educação pesquisa \
                desenvolvimento mais não livro raízes memórias",
        endings: "ção ções são sões dade dades ismo ico ica mento mentos ia ário ária ista agem ado ada ivo iva eza nça",
        letters: "ãõçâêôáéíóú",
    },
    Profile {
        code: "ca",
        words: "el la els les de del dels i a amb per en al als un una que com sobre entre des fins segons història estudi \
                estudis assaig anàlisi teoria societat política vida món segle ciutat treball dones escola dret \
                ciència revista introducció nova catalunya català catalana catalans llengua educació recerca més no",
        endings: "ció cions tat tats isme ment ments atge dor dora ània esa",
        letters: "çàèòïü·",
    },
    Profile {
        code: "sv",
        words: "och i att det som en ett på är av för med till den de om från vid efter mellan under inte eller har hur vad \
                varför genom mot utan sig sin sitt sina deras vi kan ska över också svenska svensk svenskt sverige \
                historia studie studier handbok inledning introduktion tidskrift samhälle samhället politik skola skolan \
                barn kvinnor arbete liv språk kultur forskning utveckling statens offentliga utredningar bok år rummet",
        endings: "ning ningen ningar het heten arna erna orna ande else elsen skap skapen isk iska ska ligt liga lig tion tionen ens ets ar aren",
        letters: "åäö",
    },
    Profile {
        code: "da",
        words: "og i at det som en et på er af for med til den de om fra ved efter mellem under ikke eller har hvordan hvad \
                hvorfor gennem mod uden sig sin sit sine deres vi kan skal over også danske dansk danmark historie studie \
                studier håndbog indledning introduktion tidsskrift samfund samfundet politik skole skolen børn kvinder \
                arbejde liv sprog kultur forskning udvikling tal fødsler sundhed bog år nyt",
        endings: "ning ningen ninger hed heden erne ende else elsen skab skabet isk iske ligt lige lig tion tionen ens ets hedens",
        letters: "æøå",
    },
    Profile {
        code: "nb",
        words: "og i å det som en et på er av for med til den de om fra ved etter mellom under ikke eller har hvordan hva \
                hvorfor gjennom mot uten seg sin sitt sine deres vi kan skal over også norske norsk norge historie studie \
                studier håndbok innledning innføring tidsskrift samfunn samfunnet politikk skole skolen barn kvinner \
                arbeid liv språk kultur forskning utvikling bok år",
        endings: "ning ningen ninger het heten ene ende else elsen skap skapet isk iske ligt lige lig sjon sjonen sjoner ens ets",
        letters: "æøå",
    },
    Profile {
        code: "nl",
        words: "de het een en van in op te met voor door over onder uit bij naar tot om aan als of tussen tegen zonder zijn is \
                niet dat die deze dit hun haar ook naar nederland nederlandse nederlands geschiedenis studie studies \
                onderzoek handboek inleiding tijdschrift maatschappij samenleving politiek school kinderen vrouwen werk \
                leven taal cultuur ontwikkeling eeuw wereld recht hoe wat waarom nieuwe",
        endings: "ing ingen heid heden schap schappen lijk lijke isch ische tie ties iteit atie aties eren elijk en",
        letters: "ĳ",
    },
    Profile {
        code: "pl",
        words: "i w z na do o od po za dla przez przed przy pod nad między oraz jako się jest nie czy jak ku a u we ze \
                historia dzieje studia studium szkice teoria społeczeństwo polityka życie świat wiek wieku miasto praca \
                kobiety szkoła prawo nauka nauki wstęp zarys polska polski polskiej polskie polsce kultura język \
                badania rozwój problemy",
        endings: "ość ości anie enie ania enia cja cji cje ski ska skie skiej ego ych ach owy owa owe owej nych nego ami ów stwo stwa",
        letters: "łąęśżźćńó",
    },
    Profile {
        code: "cs",
        words: "a v ve z ze na do o od po za pro s se si je jsou jako mezi nad pod před při k ke u aneb nebo či dějiny studie \
                úvod teorie společnost politika život svět století město práce ženy škola právo věda vědy česká české \
                český českých kultura jazyk výzkum vývoj problémy příspěvek",
        endings: "ní ství ost osti ský ská ské ských ého ých ách ovi ový ová ové ování ech ům",
        letters: "řěůýčšžťďň",
    },
    Profile {
        code: "fi",
        words: "ja on ei se että sekä tai kuin miten mitä miksi kanssa mukaan välillä vastaan ilman suomen suomi suomalainen \
                suomalaisen historia tutkimus tutkimuksia johdatus käsikirja teoria yhteiskunta politiikka elämä maailma \
                kaupunki työ naiset lapset koulu oikeus tiede kulttuuri kieli kehitys vuoden vuosina",
        endings: "nen sen ssa ssä sta stä lla llä lle ksi den iden isen inen uus yys mus mys ista istä een iin aan ään",
        letters: "äöy",
    },
    Profile {
        code: "hu",
        words: "a az és egy nem is vagy mint hogy ez azt való szerint között között után előtt magyar magyarország \
                magyarországi története történelem tanulmány tanulmányok bevezetés elmélet társadalom politika élet világ \
                század város munka nők iskola jog tudomány kultúra nyelv kutatás fejlődés kiadó könyv",
        endings: "ság ség ban ben nak nek ról ről ból ből tól től val vel hoz hez ok ek ak ás és ása ése ának ének i",
        letters: "őűáéíóúöü",
    },
    Profile {
        code: "ro",
        words: "și si în din la de cu pe pentru prin între despre un o al ale a lui este sunt sau ca istoria studii studiu \
                introducere teoria societate politica viața lumea secolul oraș munca femei școala drept știința cultura \
                limba român română românești românia",
        endings: "ului ilor ea area ție ții iei ească ești tate tății ismul ism elor",
        letters: "ășțâî",
    },
    Profile {
        code: "tr",
        words: "ve ile bir bu için olarak üzerine arasında göre da de ki veya tarihi tarih inceleme araştırma giriş kuram \
                toplum siyaset hayat dünya yüzyıl şehir kadın okul hukuk bilim kültür dil türk türkiye türkiye'de osmanlı \
                eğitim gelişimi sorunları",
        endings: "ler lar leri ları lerin ların nin nın nun nün sı si ması mesi lık lik luk lük dır dir da de ında inde",
        letters: "ğşıçöü",
    },
    Profile {
        code: "hr",
        words: "i u na za od do iz s sa o po kod među između ili kao je su se nije povijest studije uvod teorija društvo \
                politika život svijet stoljeće grad rad žene škola pravo znanost kultura jezik istraživanje razvoj \
                hrvatska hrvatski hrvatske hrvatskoj",
        endings: "nje nja stvo stva ost osti ski ska ske skih ija ije iji ama ima anje enje",
        letters: "čćžšđ",
    },
    Profile {
        code: "la",
        words: "et de in ad ex cum pro sive seu libri liber librum opera historia historiae commentarius commentaria \
                quaestiones summa tractatus acta codex qui quae quod non sunt est ac atque per inter apud a ab",
        endings: "orum arum ibus ae is us um tio tionis tionum tatis onis ensis ense",
        letters: "",
    },
];
