//! Data table: words that mean something in references, in the languages we read.
//!
//! One hash look-up per word gives all its flags. Words are in lower case.

use std::sync::LazyLock;

use refsmith_crf::{ByHash, hash_bytes};

/// Month names and their short forms.
pub(crate) const MONTH: u64 = 1;
/// Seasons and quarters.
pub(crate) const SEASON: u64 = 1 << 1;
/// Particles of family names.
pub(crate) const PARTICLE: u64 = 1 << 2;
/// Words for "and".
pub(crate) const AND: u64 = 1 << 3;
/// Abbreviations that journal titles are made of.
pub(crate) const ABBREV: u64 = 1 << 4;
/// Places of publication.
pub(crate) const PLACE: u64 = 1 << 5;
/// Words in names of publishers.
pub(crate) const PUBLISHER: u64 = 1 << 6;
/// Words in names of institutions.
pub(crate) const ORG: u64 = 1 << 7;
/// Given names.
pub(crate) const GIVEN: u64 = 1 << 8;
/// Marks of editors.
pub(crate) const EDITOR: u64 = 1 << 9;
/// Marks of translators.
pub(crate) const TRANSLATOR: u64 = 1 << 10;
/// Keywords before volumes.
pub(crate) const VOLUME: u64 = 1 << 11;
/// Keywords before issues.
pub(crate) const ISSUE: u64 = 1 << 12;
/// Keywords before pages.
pub(crate) const PAGES: u64 = 1 << 13;
/// Words for "edition".
pub(crate) const EDITION: u64 = 1 << 14;
/// Words that bind: articles, prepositions.
pub(crate) const FUNCTION: u64 = 1 << 15;
/// Words before the date on which a page was seen.
pub(crate) const ACCESSED: u64 = 1 << 16;
/// Theses.
pub(crate) const THESIS: u64 = 1 << 17;
/// Reports and working papers.
pub(crate) const REPORT: u64 = 1 << 18;
/// Conferences.
pub(crate) const CONFERENCE: u64 = 1 << 19;
/// Words in titles of journals.
pub(crate) const JOURNAL: u64 = 1 << 20;
/// "Jr.", "III".
pub(crate) const SUFFIX: u64 = 1 << 21;
/// Words in titles of newspapers.
pub(crate) const NEWSPAPER: u64 = 1 << 22;
/// Words that stand for a date: "in press", "n.d.".
pub(crate) const UNDATED: u64 = 1 << 23;
/// Words for "in" before a container.
pub(crate) const IN: u64 = 1 << 24;
/// Names of publishers, whole.
pub(crate) const PUBLISHER_NAME: u64 = 1 << 25;
/// States and countries that follow a city: "MA", "UK".
pub(crate) const STATE: u64 = 1 << 26;
/// Words before an address: "available", "retrieved".
pub(crate) const AVAILABLE: u64 = 1 << 27;

/// A part of a name of several words; no word has it alone.
pub(crate) const IN_NAME: u64 = 1 << 40;

const TABLE: &[(u64, &str)] = &[
    (
        MONTH,
        "january february march april may june july august september october november december jan feb mar apr jun jul aug sep sept oct nov dec januar februar märz mai juni juli oktober dezember jänner feber mär dez okt janvier février mars avril juin juillet août septembre octobre novembre décembre janv févr avr juil déc gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre gen mag giu lug ago set ott dic enero febrero abril mayo junio julio septiembre octubre noviembre diciembre ene janeiro fevereiro março maio junho julho setembro outubro novembro dezembro fev out januari februari augusti maj marts juli oktober desember maart mei augustus января февраля марта апреля мая июня июля августа сентября октября ноября декабря",
    ),
    (
        SEASON,
        "spring summer autumn fall winter frühjahr frühling sommer herbst printemps été automne hiver primavera verano otoño invierno estate autunno inverno vår höst vinter",
    ),
    (
        PARTICLE,
        "van von der den de del della di da dal dos das do du la le el al den ter ten zu zum zur vom af av bin ibn ben abu san st st. af d' degli dei dalla lo les des vander vom und' e' y' mac",
    ),
    (AND, "and und et y och og en ja и та і i e ed a && or"),
    (
        ABBREV,
        "acad acta adv agric am amer anal ann annu antibiot anim appl arch assoc astron astrophys atmos austr autom bd beitr ber biochem biol biomed biophys biotechnol bl br brit bull can cancer cardiol cell chem chim clin cogn coll colloid comm commun comp comput conf contemp crit cryst curr dent dermatol dev diagn dig dis discuss dtsch ecol econ educ electr electrochem electron endocrinol eng environ epidemiol ergeb ethn eur exp fac fed fert forsch found fresenius gastroenterol gen genet geogr geol geophys geosci ges gesch gynecol health helv hematol hist hosp hum hydrol hyg ieee immunol ind infect inf inform inorg inst instrum int intern internat invest isr ital jpn jahrb jb japan kl lab lang lett lit mag magn mar mat mater math meas mech med mem metab meteorol meth microbiol mitt mod mol mon morphol mus nachr nat natl natur naturwiss neurol neuropsychol neurosci neurosurg not notes nucl numer nurs nutr obstet occup oceanogr oncol ophthalmol opt org orthop pac pap parasitol part pathol pediatr perspect petrol pflanzenphysiol pharm pharmacol phil philol philos photochem phys physica physiol plasma pol polit poly polym powder pract prepr proc prod prog psych psychiatr psychiatry psychol psychosom pub publ pure quant quart radiat radiol recl ref rehabil rep res rev rheumatol rom roy royal rundsch russ sc scand sch sci semin ser sect skr soc sociol sol solid sov spectrosc sta stat stud suppl surf surg surv swed symp syst tech technol telecommun tetrahedron theor ther thorac thromb tijdschr top toxicol trans transp trop univ unters urol verh veröff vet vib vierteljahrsschr virol vis vop wiss wkly wochenschr yearb zb zbl zeitschr zh zool zentralbl ztschr phytochem ultrason proceed prob probl hung nonlinear pattern recognit artif intell netw softw oper manag mktg mark bus ethics adm admin polic cult soz sozialpsychol kölner kzfss econom econometr stoch probab stochast combin geom topol algebr anal algebra discret ineq diff equ var partial",
    ),
    (
        PLACE,
        "london;new york;oxford;cambridge;paris;berlin;münchen;munich;frankfurt;hamburg;köln;cologne;stuttgart;leipzig;wien;vienna;zürich;zurich;bern;basel;genf;geneva;genève;tübingen;göttingen;heidelberg;wiesbaden;opladen;weinheim;baden-baden;bonn;düsseldorf;essen;dortmund;bielefeld;münster;bochum;bremen;hannover;kassel;marburg;gießen;mainz;freiburg;konstanz;augsburg;nürnberg;würzburg;erlangen;bamberg;regensburg;passau;dresden;halle;jena;weimar;erfurt;potsdam;rostock;kiel;lübeck;oldenburg;osnabrück;paderborn;siegen;mannheim;karlsruhe;ulm;darmstadt;saarbrücken;trier;graz;innsbruck;salzburg;linz;klagenfurt;luzern;st. gallen;sankt gallen;lausanne;frankfurt am main;frankfurt a. m;frankfurt a.m;frankfurt/m;frankfurt/main;frankfurt a. main;frankfurt a.main;frankfurt m;reinbek;reinbek bei hamburg;bad heilbrunn;neuwied;luchterhand;stanford;princeton;new haven;chicago;boston;philadelphia;baltimore;washington;washington, dc;washington dc;washington d.c;washington, d.c;los angeles;san francisco;berkeley;san diego;san antonio;houston;dallas;austin;atlanta;miami;seattle;portland;denver;boulder;minneapolis;milwaukee;madison;ann arbor;detroit;cleveland;columbus;cincinnati;pittsburgh;ithaca;albany;buffalo;rochester;syracuse;providence;hartford;newark;englewood cliffs;upper saddle river;hoboken;mahwah;hillsdale;thousand oaks;newbury park;beverly hills;lanham;reading;menlo park;palo alto;redwood city;san mateo;sebastopol;belmont;pacific grove;monterey;santa monica;santa barbara;santa cruz;westport;norwood;greenwich;durham;chapel hill;raleigh;charlottesville;richmond;bloomington;notre dame;urbana;champaign;iowa city;lincoln;lawrence;norman;college station;baton rouge;new orleans;athens;tuscaloosa;gainesville;tallahassee;orlando;tampa;honolulu;salt lake city;phoenix;tucson;albuquerque;las vegas;sacramento;garden city;harmondsworth;middlesex;aldershot;farnham;burlington;cheltenham;northampton;basingstoke;houndmills;houndsmills;houndmills, basingstoke;hampshire;abingdon;brighton;bristol;birmingham;manchester;liverpool;leeds;sheffield;nottingham;leicester;york;newcastle;edinburgh;glasgow;aberdeen;st andrews;dundee;cardiff;swansea;belfast;dublin;cork;galway;maidenhead;milton keynes;buckingham;chichester;hove;norwich;exeter;southampton;colchester;toronto;montreal;montréal;ottawa;vancouver;québec;quebec;halifax;winnipeg;edmonton;calgary;sydney;melbourne;canberra;brisbane;perth;adelaide;auckland;wellington;christchurch;dunedin;tokyo;kyoto;osaka;beijing;shanghai;hong kong;singapore;seoul;taipei;bangkok;kuala lumpur;jakarta;manila;hanoi;new delhi;delhi;mumbai;bombay;calcutta;kolkata;madras;chennai;bangalore;hyderabad;karachi;lahore;islamabad;dhaka;colombo;kathmandu;cairo;alexandria;jerusalem;tel aviv;haifa;beirut;damascus;amman;baghdad;tehran;istanbul;ankara;izmir;nairobi;kampala;dar es salaam;addis ababa;johannesburg;cape town;pretoria;harare;lusaka;accra;lagos;ibadan;dakar;tunis;algiers;alger;casablanca;rabat;amsterdam;rotterdam;den haag;the hague;la haye;leiden;utrecht;groningen;nijmegen;delft;dordrecht;maastricht;assen;brussels;brussel;bruxelles;brüssel;leuven;louvain;louvain-la-neuve;gent;ghent;gand;antwerpen;antwerp;liège;namur;mons;turnhout;luxembourg;luxemburg;copenhagen;københavn;kopenhagen;aarhus;århus;odense;aalborg;roskilde;stockholm;göteborg;gothenburg;lund;malmö;uppsala;umeå;linköping;örebro;oslo;bergen;trondheim;tromsø;helsinki;helsingfors;turku;tampere;jyväskylä;reykjavík;reykjavik;tallinn;tartu;riga;vilnius;kaunas;warsaw;warszawa;warschau;kraków;krakow;cracow;krakau;poznań;wrocław;gdańsk;łódź;lublin;prague;praha;prag;brno;bratislava;budapest;szeged;debrecen;bucharest;bucurești;cluj;sofia;belgrade;beograd;belgrad;zagreb;ljubljana;sarajevo;skopje;tirana;thessaloniki;athen;nicosia;moscow;moskau;moskva;москва;москва;м;ленинград;санкт-петербург;спб;st. petersburg;saint petersburg;saint-petersburg;leningrad;novosibirsk;kiev;kyiv;київ;київ;lviv;minsk;благоевград;софия;пловдив;белград;београд;скопје;rome;roma;rom;milan;milano;mailand;turin;torino;florence;firenze;florenz;venice;venezia;venedig;padova;padua;bologna;napoli;naples;neapel;genova;genua;palermo;catania;bari;verona;vicenza;treviso;trento;trieste;udine;pisa;siena;perugia;roma-bari;bari-roma;città di castello;città del vaticano;vatican city;modena;parma;ferrara;ravenna;brescia;bergamo;pavia;mantova;cremona;lecce;salerno;cagliari;bassano;bassano del grappa;rovigo;belluno;madrid;barcelona;barcelone;sevilla;valencia;zaragoza;bilbao;granada;salamanca;málaga;santiago de compostela;san sebastián;pamplona;oviedo;murcia;valladolid;lisbon;lisboa;lisbonne;lissabon;porto;coimbra;braga;setúbal;méxico;mexico;mexico city;ciudad de méxico;méxico, d.f;bogotá;bogota;medellín;lima;quito;caracas;la paz;santiago;santiago de chile;buenos aires;córdoba;montevideo;asunción;rio de janeiro;são paulo;sao paulo;brasília;brasilia;belo horizonte;porto alegre;curitiba;recife;salvador;fortaleza;campinas;petrópolis;la habana;havana;san juan;lyon;marseille;bordeaux;toulouse;lille;nantes;strasbourg;straßburg;rennes;grenoble;montpellier;nice;aix-en-provence;aix en provence;poitiers;tours;dijon;besançon;caen;rouen;reims;metz;nancy;clermont-ferrand;saint-denis;saint-étienne;perpignan;pau;limoges;orléans;le mans;angers;brest;amiens;toulon;avignon;arles;la tour d’aigues;la rochelle;ivry;ivry-sur-seine;villeneuve d’ascq;neuchâtel;fribourg;londres;edimbourg;genève-paris;berne;bâle;cologne;milan;turin;florence;rome;venise;naples;athènes;moscou;varsovie;le caire;tunis;bellinzona;lugano;vaduz;hildesheim;aachen;göttingen/zürich;braunschweig;wolfenbüttel;wuppertal;duisburg;münster/new york;hagen;hamm;worms;speyer;tutzing;loccum;eichstätt;bayreuth;coburg;gotha;cottbus;magdeburg;greifswald;schwerin;zwickau;chemnitz;bad homburg;königstein;königstein/ts;kronberg;friedrichshafen;ravensburg;schwalbach;schwalbach/ts;bergisch gladbach;ludwigshafen;leverkusen;hohengehren;baltmannsweiler;lengerich;herbolzheim;pfaffenweiler;würzburg;dillenburg;st. louis;saint louis;santa fe;kalamazoo;east lansing;la jolla;davis;irvine;pasadena;somerville;medford;waltham;amherst;hanover;new brunswick;piscataway;princeton;university park;leamington spa;yaoundé;abidjan;ouagadougou;bamako;niamey;kinshasa;antananarivo;poznan;wroclaw;gdansk;lodz;college park;bethesda;rockville;alexandria;arlington;reston;mclean;fairfax;boca raton;new jersey;massachusetts;mass;dordrecht/boston/london;berlin heidelberg;heidelberg/berlin;gütersloh;wien/köln/weimar;luxembourg;la salle;glencoe;malden;san rafael;bradford;lexington;levittown;hauppauge;danvers;elmsford;larchmont;troy;leipzig/berlin;makati;quezon city;nijmegen;enschede;tilburg;eindhoven;wageningen;frankfurt (main);frankfurt am main/new york",
    ),
    (
        STATE,
        "ma ca ny nj nc md pa ct il in mi mn mo tx va wa wi ga fl oh or co az nm ut nv ri nh vt me de sc tn ky al ms la ar ok ks ne ia nd sd mt wy id hi ak dc uk usa us u.k u.s.a eng england scotland wales ireland germany deutschland france italy italia spain sweden norway denmark finland netherlands belgium austria switzerland schweiz österreich canada australia india china japan brazil brasil mass calif conn ill mich minn ontario on bc qc nsw vic massachusetts california connecticut illinois jersey pennsylvania maryland virginia jordan palestine israel egypt nigeria kenya ghana malaysia philippines thailand indonesia pakistan bangladesh turkey greece portugal poland hungary romania russia ukraine mexico argentina chile colombia peru",
    ),
    (
        PUBLISHER,
        "press verlag verlagsgesellschaft verlags publishers publisher publishing publications publication books éditions édition editions editores editora editorial edizioni editore edition ediciones presses puf pul förlag forlag forlaget uitgeverij universitätsverlag buchverlag verlagsanstalt verlagshaus druckerei presse imprensa imprimerie impr librairie libraire libreria libri buchhandlung taschenbuch taschenbuchverlag издательство изд изд-во издателство наука books press, wydawnictwo nakladatelství kiadó",
    ),
    (
        PUBLISHER_NAME,
        "springer;wiley;john wiley;john wiley & sons;elsevier;routledge;sage;sage publications;blackwell;wiley-blackwell;palgrave;palgrave macmillan;macmillan;academic press;pergamon;kluwer;mcgraw-hill;mcgraw hill;prentice hall;prentice-hall;addison-wesley;addison wesley;suhrkamp;campus;beltz;juventa;nomos;vs;waxmann;rowohlt;fischer;hogrefe;huber;klett;klett-cotta;metzler;reclam;beck;c.h. beck;c. h. beck;mohr;mohr siebeck;de gruyter;walter de gruyter;lang;peter lang;duncker & humblot;vandenhoeck & ruprecht;böhlau;piper;hanser;ullstein;econ;dietz;kohlhammer;enke;thieme;klinkhardt;luchterhand;leske + budrich;leske und budrich;leske & budrich;westdeutscher verlag;transcript;metropolis;lit;steiner;franz steiner;schöningh;karger;birkhäuser;haupt;stämpfli;orell füssli;brill;nijhoff;martinus nijhoff;reidel;north-holland;north holland;elgar;edward elgar;ashgate;earthscan;zed;zed books;verso;polity;polity press;pluto;penguin;vintage;knopf;random house;harper;harper & row;harpercollins;basic books;free press;the free press;norton;w. w. norton;w.w. norton;little, brown;houghton mifflin;simon & schuster;doubleday;viking;pantheon;beacon;schocken;aldine;transaction;erlbaum;lawrence erlbaum;lawrence erlbaum associates;guilford;guilford press;freeman;w. h. freeman;crc;crc press;chapman & hall;chapman and hall;taylor & francis;taylor and francis;francis & taylor;croom helm;tavistock;heinemann;longman;hutchinson;methuen;unwin;allen & unwin;george allen & unwin;edward arnold;arnold;faber;faber and faber;gallimard;seuil;le seuil;minuit;fayard;flammarion;grasset;hachette;larousse;l’harmattan;l'harmattan;armand colin;a. colin;dunod;masson;payot;plon;albin michel;la découverte;maspero;maspéro;vrin;presses universitaires de france;puf;cnrs;karthala;actes sud;autrement;bayard;economica;nathan;odile jacob;picard;privat;julliard;laffont;robert laffont;anthropos;stock;l’arche;kimé;champion;honoré champion;droz;bruylant;de boeck;laterza;einaudi;feltrinelli;mondadori;il mulino;mulino;bompiani;rizzoli;franco angeli;francoangeli;angeli;utet;olschki;neri pozza;electa;marsilio;carocci;giuffrè;sansoni;vallecchi;zanichelli;alianza;ariel;siglo xxi;taurus;tecnos;cátedra;paidós;anagrama;gedisa;síntesis;morata;fondo de cultura económica;planeta;almedina;afrontamento;vozes;zahar;studentlitteratur;norstedts;bonniers;natur och kultur;liber;gyldendal;universitetsforlaget;reitzel;akademisk forlag;nova science;world scientific;mit press;dover;benjamin;john benjamins;mouton;mouton de gruyter;rodopi;berghahn;berg;bloomsbury;continuum;rowman & littlefield;rowman and littlefield;westview;greenwood;praeger;brookings;oecd;ieee;acm;siam;ams;iop;aip;usenix;springer-verlag;argument;ergon;dgvt;asanger;rotbuch;wagenbach;merve;fink;wilhelm fink;hirzel;teubner;vieweg;gabler;poeschel;schäffer-poeschel;vahlen;oldenbourg;akademie;mentis;olms;winter;karl alber;meiner;niemeyer;harrassowitz;reimer;herder;kösel;aufbau;luchterhand;dva;siedler;goldmann;heyne;dtv;bertelsmann;bouvier;athenäum;hain;anton hain;barbara budrich;budrich;edition sigma;sigma;centaurus;schüren;uvk;halem;hans huber;profil;ernst reinhardt;reinhardt;schattauer;urban & schwarzenberg;de gruyter mouton;world bank;un;united nations;unesco;undp;eurostat",
    ),
    (
        ORG,
        "centers university universität universität universidad universidade université università universitet univ institute institut instituto istituto institution ministry ministère ministerium ministerio ministero bundesministerium department département departamento organization organisation organización organizzazione association associação asociación associazione committee commission comité kommission council conseil rat consejo office amt bundesamt landesamt agency agence agentur agencia bureau board authority federation fédération verband bundesverband verein vereinigung gesellschaft society société sociedad società foundation fondation stiftung fundación fundação union bank center centre zentrum centro group gruppe groupe grupo team collaboration consortium network netzwerk academy académie akademie academia college hospital museum library archive archiv parliament parlament congress government regierung république republic kingdom bundesrepublik landtag bundestag bundesregierung senat nations parti partei gewerkschaft dgb oecd who unicef unesco undp unhcr ilo imf eu ec european commission initiative forschungsgruppe arbeitsgruppe arbeitskreis redaktion autorengruppe autorenkollektiv statistisches statistik statistics census bundesanstalt bundesinstitut bundeszentrale landeszentrale landesregierung staatskanzlei ministerrat deutscher deutsche deutsches bundesagentur landkreistag städtetag kammer industrie corporation inc ltd gmbh company world national international royal américain federal state states united school laboratory observatory secretariat task force panel working staff press news agence",
    ),
    (
        GIVEN,
        "john james robert michael william david richard joseph thomas charles christopher daniel matthew anthony mark donald steven paul andrew joshua kenneth kevin brian george edward ronald timothy jason jeffrey ryan jacob gary nicholas eric jonathan stephen larry justin scott brandon benjamin samuel frank gregory raymond alexander patrick jack dennis jerry peter henry douglas nathan zachary walter kyle harold carl arthur gerald roger keith lawrence terry albert jesse austin bruce willie alan ralph roy louis philip philippe johnny mary patricia jennifer linda elizabeth barbara susan jessica sarah karen lisa nancy betty margaret sandra ashley kimberly emily donna michelle carol amanda melissa deborah stephanie rebecca sharon laura cynthia kathleen amy angela shirley anna brenda pamela emma nicole helen samantha katherine christine debra rachel carolyn janet catherine maria heather diane ruth julie olivia joyce virginia victoria kelly lauren christina joan evelyn judith megan andrea cheryl hannah jacqueline martha gloria teresa ann sara madison frances kathryn janice jean alice julia judy sophia grace denise amber doris marilyn danielle beverly isabella theresa diana natalie brittany charlotte marie kayla alexis lori hans peter klaus jürgen wolfgang manfred uwe bernd dieter horst günter günther gerhard helmut heinz rainer werner karl karl-heinz hans-peter hans-jürgen hans-georg hans-joachim hans-ulrich rolf ralf ernst otto fritz friedrich georg heinrich hermann johann johannes josef kurt ludwig martin max michael norbert reinhard reinhold rudolf siegfried stefan stephan sven thomas ulrich ursula volker walter wilhelm winfried wolfram andreas axel bernhard christian christoph detlef dirk eckart eckhard egon erich erwin eugen ewald ferdinand florian franz gunther gustav harald hartmut heiko heinz-jürgen helga heike hendrik hubert ingrid ingo jan jens joachim jochen jörg jutta karin karsten katharina katja kerstin knut lars lothar lutz marc marcus markus marion martina matthias meinhard monika nina oliver olaf oskar petra philipp renate roland sabine sebastian silke simone stefanie susanne sybille sylvia thilo thorsten tilman tobias torsten udo ulf ulrike ute veronika wilfried wolf xaver yvonne anja anke anne annette antje arne arnold astrid barbara bärbel beate bettina birgit björn brigitte carsten claudia clemens cornelia corinna dagmar daniela doris elisabeth elke erika eva felix frank frauke gabriele gerd gisela hannelore hanna heidi hilde holger ilse irene iris jana jean jeanne jacques pierre françois françoise michel andré alain bernard claude gérard daniel philippe nicolas jean-pierre jean-claude jean-paul jean-louis jean-marie jean-françois jean-luc jean-michel marie-claude yves christophe denis didier dominique emmanuel éric étienne fabrice fernand florence francis frédéric gabriel georges gilles guillaume guy henri hervé hugues isabelle jérôme joseph julien laurent léon louis luc lucien marc marcel maurice maxime mireille monique nathalie olivier pascal patrick raymond régis rené robert roger roland serge simon sophie stéphane sylvie thierry valérie véronique vincent xavier yann yvon augustin mathieu alexandre antoine benoît bruno catherine cécile cédric charles christian claire corinne geneviève hélène jacqueline jocelyne madeleine martine michèle giovanni giuseppe antonio mario luigi francesco angelo vincenzo pietro salvatore carlo franco domenico bruno paolo michele giorgio aldo sergio luciano roberto andrea marco stefano alessandro massimo claudio fabio enrico gino guido ugo giacomo gianni renato maurizio umberto federico lorenzo matteo nicola piero rosa giulia josé manuel francisco juan pedro jesús ángel miguel javier rafael carlos fernando luis jorge alberto pablo ramón enrique ricardo diego alfonso andrés ignacio joão antónio paulo luís rui nuno tiago sérgio vasco lars anders johan erik karl-erik bengt bo gunnar göran håkan ingvar jan-erik kjell leif lennart magnus mats mikael nils ola olof ove per roger rune stig sten svante torbjörn ulf åke knut ole jens søren niels henrik jørgen kristian morten rasmus astrid birgitta ingrid kerstin lena margareta marianne ivan vladimir sergei sergey alexei aleksandr andrei dmitri boris mikhail nikolai pavel viktor yuri igor oleg anatoly wei yang ming jun hiroshi takashi kenji akira satoshi yoshihiro amit ravi sanjay ali ahmed mohamed mohammed hassan hussein ibrahim omar hasan adam aaron abraham alex alfred allen allan amos arnold barry ben bernard bob brad brent calvin chris clifford colin craig curtis dan dale darren dean derek don duncan dwight earl edgar edmund edwin elliot ellen elaine eleanor erica ernest ethan eugene evan fiona fred frederick gail geoffrey gilbert glen glenn gordon graham grant greg guy harry harvey herbert herman howard hugh ian irving isaac ivan jake jane jay jeff jeremy jerome jill jim joanne joe joel jon jordan josh judith julian kate katie kathy ken kent kurt lee leo leon leonard leslie lewis linda lloyd luke lynn malcolm marc marcus margaret marion marshall martin marvin max melvin micah mike miles milton morris murray neal neil nigel noah noel norman oscar owen pat perry phil phillip quentin ralph randall ray rex robin rod roderick rodney ron ross roy russell ruth sam sean seth shane shaun sheila sidney simon spencer stan stanley stephan steve stewart stuart susan sydney ted theodore tim tom toby todd tony trevor tyler vernon victor vincent virgil wallace warren wayne wendy wesley zoe zoë yannis yannick alessandra gyorgy györgy istván lászló ferenc jános sándor piotr andrzej krzysztof jan tomasz marek janusz jerzy zbigniew tadeusz stanisław józef wojciech",
    ),
    (
        EDITOR,
        "ed eds ed. edt edited editor editors hg hrsg hgg herausgegeben herausgeber éd éds dir dirs coord coords coordinador coordinadores org orgs organizador organizadores red redd redaktör utg udg ред сост coordonné",
    ),
    (
        TRANSLATOR,
        "trans transl translated translator translators übers übersetzt übersetzung trad traduit traduction traducción tradução traduzione övers översättning vert пер",
    ),
    (
        VOLUME,
        "vol vols volume volumes v bd bde band bände jg jahrg jahrgang t tome tomes tomo tom tomus т том årg årgång bind jaargang",
    ),
    (
        ISSUE,
        "no nos nr nrs n num núm number numéro número issue issues iss h heft hefte fasc fascicolo häfte ausgabe ausg № n° nº číslo sz",
    ),
    (
        PAGES,
        "p pp pg pgs page pages s ss seite seiten pág págs pagina páginas pagine pag sid sidor side sider стр с blz",
    ),
    (
        EDITION,
        "ed edn edition éd édition aufl auflage auflg edición edição edizione upplaga uppl udgave utgave edit",
    ),
    (
        FUNCTION,
        "of for the and in on at by to from with a an as or is are its into über unter für und der die das den dem des von vom zur zum im am an auf aus bei mit nach ein eine einer eines de la le les du des et en au aux sur dans pour par une un à del della delle dei degli di da il lo gli per con su tra fra e ed nel nella y el los las para por sobre al entre do dos da das no na nos nas em o os as och i av för till på om ett som mellan og af til het een van voor op te met bij и в на с по из для о об к",
    ),
    (
        ACCESSED,
        "accessed epub erschienen published posted erstellt access abgerufen zugriff zugegriffen aufgerufen eingesehen stand viewed retrieved cited consulted consulté consultée consultato consultado consultada acedido acesso hämtad hämtat besökt visited download heruntergeladen letzter letzte zuletzt gesehen lesedato hentet besøgt updated",
    ),
    (
        AVAILABLE,
        "unter abrufbar online-publikation einsehbar online-dokument onlinedokument available retrieved online url verfügbar erhältlich disponible disponibile disponível tillgänglig tilgængelig internet http under accessible webseite homepage from at adresse",
    ),
    (
        THESIS,
        "thesis dissertation diss thèse tesis tesi tese doktorsavhandling avhandling diplomarbeit masterarbeit magisterarbeit bachelorarbeit habilitation habilitationsschrift doktorarbeit mémoire phd ph.d inaugural-dissertation staatsexamensarbeit",
    ),
    (
        REPORT,
        "report bericht arbeitsbericht rapport report forschungsbericht paper papers arbeitspapier diskussionspapier discussion memorandum preprint technical mimeo manuskript",
    ),
    (
        CONFERENCE,
        "proceedings proc conference conf symposium symp workshop congress colloquium tagung kongress konferenz colloque congrès actes atti convegno congresso congreso jornadas meeting convention conférence annual",
    ),
    (
        JOURNAL,
        "journal zeitschrift revue rivista revista review magazine jahrbuch annals annales annali archiv archives archive bulletin bollettino boletín quarterly letters transactions advances magazin vierteljahresschrift vierteljahrshefte vierteljahreshefte blätter hefte studies cahiers quaderni cuadernos nature science tidskrift tidsskrift forum rundschau beiträge acta proceedings monthly zeitung newsletter perspectives research soziologie psychologie",
    ),
    (
        NEWSPAPER,
        "sun post chronicle star mail express globe inquirer tageblatt standard kurier bild economist newsweek times zeitung newspaper daily tageszeitung gazette herald tribune observer guardian independent telegraph monde figaro libération repubblica corriere país spiegel zeit faz taz presse gazeta pravda izvestija allgemeine süddeutsche nachrichten tagblatt tagesspiegel news dagbladet nyheter",
    ),
    (SUFFIX, "jr sr ii iii iv 2nd 3rd 3d 4th filho neto júnior"),
    (
        UNDATED,
        "press forthcoming undated o.j. submitted erscheinen erscheint begutachtung druck accepted preparation s.d. tryck",
    ),
    (IN, "in en em dans i в"),
];

/// Flags of words and of names of several words, by hash.
static WORDS: LazyLock<ByHash<u64>> = LazyLock::new(|| {
    let mut map = ByHash::default();
    for (flag, words) in TABLE.iter().chain(&[(GIVEN, crate::names::given::GIVEN_NAMES)]) {
        let names = *flag == PLACE || *flag == PUBLISHER_NAME;
        for word in words.split(|c| if names { c == ';' } else { c == ' ' }) {
            if !word.is_empty() {
                *map.entry(hash_bytes(word.as_bytes())).or_insert(0) |= flag;
            }
        }
    }
    map
});

/// Adds a word in lower case to `out`. Most words are ASCII, which is much faster.
pub(crate) fn push_lower(word: &str, out: &mut String) {
    if word.is_ascii() {
        let start = out.len();
        out.push_str(word);
        out.get_mut(start..).unwrap_or_default().make_ascii_lowercase();
    } else {
        out.extend(word.chars().flat_map(char::to_lowercase));
    }
}

/// Returns the flags of a word, or of a name of several words, in lower case.
pub(crate) fn flags(lower: &str) -> u64 {
    if lower.is_empty() { 0 } else { flags_by_hash(hash_bytes(lower.as_bytes())) }
}

/// Returns the flags of the word that has this hash.
pub(crate) fn flags_by_hash(word: u64) -> u64 {
    WORDS.get(&word).copied().unwrap_or(0)
}

/// First words of names of several words, with the largest number of parts (words and marks) that
/// such a name has.
static NAME_STARTS: LazyLock<ByHash<usize>> = LazyLock::new(|| {
    let mut map = ByHash::default();
    for name in TABLE.iter().filter(|(flag, _)| *flag & (PLACE | PUBLISHER_NAME) != 0) {
        for name in name.1.split(';') {
            let end = name.find(|c: char| !c.is_alphanumeric()).unwrap_or(name.len());
            let Some((first, rest)) = name.split_at_checked(end) else { continue };
            if !rest.is_empty() && !first.is_empty() {
                let marks = rest.chars().filter(|c| !c.is_alphanumeric() && *c != ' ').count();
                let words = rest.split(|c: char| !c.is_alphanumeric());
                let parts = 1 + marks + words.filter(|word| !word.is_empty()).count();
                let most = map.entry(hash_bytes(first.as_bytes())).or_insert(0);
                *most = parts.max(*most);
            }
        }
    }
    map
});

/// Returns how many parts (words and marks) the longest name of several words has that starts with
/// the word that has this hash; 0 when there is none.
pub(crate) fn longest_name(first: u64) -> usize {
    NAME_STARTS.get(&first).copied().unwrap_or(0)
}
