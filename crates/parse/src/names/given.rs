//! Data table: given names in many languages beyond the most common ones, and family names that
//! stand before the given name.

/// Given names, in lower case.
pub(crate) const GIVEN_NAMES: &str = "\
abdallah abdel abdul abdullah abel abhijit abigail abramo achim adalbert addison adele adelheid \
adelina adeline adolf adolfo adolph adriaan adrian adriana adriano adrienne agnes agnese \
agnieszka agostino agustín ahmad ahmet aimée aino akihiko akiko akio alasdair alastair alban \
albrecht alec alejandra alejandro alejo aleksander aleksandra aleksei alena alessio alexa \
alexandra alexandrina alexandru alexej alexey alfons alfredo alida alina alisa alisdair alison \
alistair allison alma alois aloys alphonse altiero alvaro alvin alvise amadeo amalia amanuel \
amartya amelia amin amina amir amédée amélie ana anabel anand anastasia anatol anatole anaïs \
andreia andrej andria ane aneta angel angelica angelika angelina angus anita anjali annabel \
annalisa annarita anneke annelies anneliese annelise annemarie annick annie annika annina anny \
anouk ansel anselm ansgar anthea anthonie anton antonella antoni antonia antonie antonin antti \
anuschka anwar apolline arash aravind archibald ari ariane ariel arif aristide arjen arjun \
arlene arlette armand armando armin arnaldo arnaud arnd arnim arno arnulf aron arrigo arsène \
artemio arto artur arturo arvid asa asad asger ashok asta athanasios attila attilio aud audrey \
augusta auguste augusto auke aurel aurelia aurelio aurélie aurélien ayhan ayşe azar baldur \
balthasar barbro barend barnabas barnaby barrie bart bartholomew bartolomeo bartolomé basil \
bastian bastien beata beatrice beatrix beatriz behrouz bella benedetta benedetto benedict \
benedicte benedikt benita benito benny bente berend berenice berit bernadette bernadino \
bernardine bernardo berndt berno bert berta bertha berthold bertil bertolt bertram bertrand \
bessie beth betsy bettie bianca billy birger birgitt birte blaise bodo bogdan boguslaw bogusław \
bohdan bonaventura bonita bonnie borge borut boyd bram brandt branko brendan brett brice bridget \
brigid brigitta britt britta bruna brunella bryan bryce burkhard burkhardt béatrice béla børge \
caleb cameron camilla camille camillo camilo candace carina carine carla carlotta carmela \
carmelo carmen carmine carola carole carolin caroline carolus carrie carson caspar casper \
cassandra catalina cathal catherina cathryn cathy cathérine cecil cecilia cecilie celeste \
celestino celia cesar cesare chandra chantal charlene charley charlie charlotta charlton chelsea \
chester chiara chloe chloé christa christel christer christiaan christiane christianne christie \
christl christos christy ciara ciarán cinzia ciro clair clara clare clarence clarissa claudette \
claudine claus clayton clelia clemente clementine cliff clint clinton clive clotilde clyde \
clément colette colleen colm concepción concetta connie connor conor conrad conradin constance \
constantin constantine constanze consuelo coralie cordelia cordula corina cornelis cornelius \
corrado corrie cosima cosimo costantino courtney cristian cristiana cristiano cristina cristóbal \
cuno curt cyril cyrus cándido célestin céline césar dafna dagfinn dagmara daisuke daiva damian \
damien damon daniele danijel danilo danièle danny dante daphne dara daria dario darius darrell \
darryl dave davide davis davor deanna debbie declan deirdre delbert delia delphine denys derrick \
desmond detlev diarmuid diederik diemo dieterich dietlinde dietmar dietrich dimitri dimitrij \
dimitrios dimitris dinah dino diogo dionisio dionysios ditte dmitrii dmitrij dmitry dolf dolores \
dominic dominik dominika donal donata donatella donatello donatien donato dora doreen dorian \
dorin dorina dorit doro dorothea dorothee dorothy doug draga dragan duarte duccio dustin dušan \
dwayne dylan dénes dörte dörthe easton ebbe ebenezer eberhard ebrahim eckehard eda eddie eddy \
edelgard edgardo edison edith editha edmond edmondo edna edoardo eduard eduardo edvard edzard \
eef efraim egbert egidio egil ehud eike eila eileen eilert einar eino eivind ekaterina ekkehard \
ekkehart elad elena eleni eleonora eleonore eli elia eliana eliane elias elie eliezer elijah \
elin elina elinor eliot elisa elisabet elisabetta elise eliseo eliza elizaveta ella elliott elly \
elma elmar elmer elmo eloïse elsa elsbeth elsie elton elvira elwood emanuel emanuela emanuele \
emerson emil emile emilia emilio emmanuelle emmerich emmett emre enda endre engelbert enno \
enrica enzo ephraim ercole erick erin erkki erland erling erma ermanno ernestine ernesto errol \
ervin erving erwan esa esko esmeralda esteban estelle ester esther etienne ettore eugenia \
eugenio eugène eugénie eulalia eusebio evaristo eveline evelyne everett evert evgenia evgenii \
evgenij evgeny ewa ewart ewen eyal ezequiel ezio ezra fabian fabiana fabiano fabien fabienne \
fabiola fabrizio fadi faisal fania fannie fanny farid farida farooq fatemeh fatima fatma fausto \
fay federica federigo fedor felice felicia feliciano felicitas felipe fella femke ferdinando \
fergus fernanda fernande ferruccio fidel fikret filip filipe filippo filomena finn fiorella \
flavia flavio fleur floortje flora florenz floyd fran franca francesca francine franciscus \
franck franjo franka frankie franklin frans fransisco frantisek františek frantz franz-josef \
franz-xaver franziska freda freddy frederic frederica frederik frederike fredric fredrik \
fridtjof frieda friedemann friederike friedhelm fritjof frits frédérick frédérique fulvia fulvio \
fumio funda fyodor fátima félix gabi gabor gabriela gabriella gabrielle gad gaetano gaia galina \
gareth garrett garry garth gaspar gaspard gasparo gaston gastone gavin gearóid geert geir gemma \
gena genaro genevieve gennady gennaro geoff georgette georgina georgios geraldine gerard gerardo \
gerda gerdi gergely gerhart gerlinde germain germaine germana gero gerrit gerta gertraud gertrud \
gertrude gesa gesine gheorghe ghislain ghislaine ghita gia giacinto gian giancarla giancarlo \
giandomenico gianfranco giangiacomo giangiorgio gianluca gianmaria gianna gianpaolo gianpiero \
gideon gil gilberto gilda gilian gillian gina ginette ginevra ginger gioacchino gioia giordana \
giordano giorgia giorgos giovan giovan-battista giovanbattista giovanna giovannella girolamo \
gisa gisbert gisele gislinde gisèle gitta gitte giuditta giuliana giuliano giulio giuseppina \
giustina giustino gladys glenda glenys glória godfrey goffredo gonzalo gonçalo goran gottfried \
gotthard gotthilf gotthold gottlieb gottlob gracia graciela graeme gratia grazia graziano \
graziella grażyna greet gregor gregorio greta gretchen grete grethe grigorij grigory grzegorz \
grégoire grégory gualtiero gudmund gudrun guendalina guglielmo guillermo guiseppe gunda gundula \
gunhild gunilla gunter guntram gus gustaf gustave gustavo gwen gwenaël gwendolyn gyula gábor \
göte götz hadley haim hamid hamish hana hanan hank hanne hannele hannes hanni hannu hans-bernd \
hans-christian hans-dieter hans-friedrich hans-gerd hans-günter hans-günther hans-heinrich \
hans-helmut hans-henning hans-herbert hans-hermann hans-jakob hans-jochen hans-josef hans-joseph \
hans-jörg hans-karl hans-klaus hans-ludwig hans-martin hans-michael hans-olaf hans-otto \
hans-paul hans-reinhard hans-rudolf hans-rüdiger hans-walter hans-werner hans-wilhelm \
hans-wolfgang hansjörg hansjürgen harlan harley harmen harri harriet harriett harrison harro \
hartwig haruki haruko hasse hattie hazel hector hedda hedi hedwig heidemarie heidrun heikki \
heiner heini heino heinz-dieter heinz-gerd heinz-günter heinz-herbert heinz-josef heinz-peter \
helena helene helgard helge hella helle hellmut hellmuth helma helmer helmuth heloise helvi \
hendrikus henk henning henny henrietta henriette henrike henryk herb heribert herlinde hermine \
hermína hernán herta hertha hester hideki hidemi hideo hideyuki hiko hilary hilda hildegard \
hildegund hilkka hillary hilmar hinrich hippolyte hiroaki hiroko hiroyuki hisashi hjalmar hohn \
honoré horace horacio horatio horst-dieter hortense howell hristo hubertus hugo huguette humbert \
humberto humphrey hynek håkon héctor hédi iacopo iain ibolya idris igino ignace ignatius ignaz \
ikuo ilan ilaria ilario ildikó ileana ilja ilka ilkka illona ilona ilya imanuel imke imma \
immanuel imre ina ines inga inge ingeborg ingeburg ingemar inger ingmar ingolf ingvild inka inke \
inken inácio inés inês ioan ioana ioannis ion iosif ira irena irenäus irina irma irmela irmgard \
irmtraud irmtraut irwin irène isaak isabel isabell isaiah isidor isidore isidro ismail isolde \
italo ivana ivano ivar ivica ivo ivonne izabela jaakko jaana jaap jacinta jackie jacobus jacopo \
jacquelyn jacqui jadwiga jaime jairo jakob jakub jamal jamie jamila jan-felix jan-peter \
jan-willem janelle janette janina janine janis janne jannik jannis jantje jared jari jarmila \
jaroslav jarosław jarvis jas jasmin jasmine jasper javad jaya jayne jean-baptiste jean-bernard \
jean-charles jean-christophe jean-daniel jean-denis jean-gabriel jean-jacques jean-joseph \
jean-léon jean-marc jean-noël jean-philippe jean-rené jean-robert jean-yves jeanette jeanine \
jeannette jeannine jeannot jeffery jelena jelle jemma jen jenni jennie jenny jeremiah jeremías \
jerker jeroen jerrold jerôme jess jessie jindřich jitka jiří joakim joana joanna joaquim joaquín \
jobst jocelyn jochem jodi jody joelle joern joey johana johanna johanne john-paul jolanda \
jolanta jolyon jona jonas jonna joop joost jordana jordi joris jorma jos josefa josefina \
josefine josephine josette josiah josiane josip jost josua josé-maría josée joséphine jozef \
joëlle juan-carlos juana juande juanita jude judi judit juergen juha juhani jukka jule jules \
juli juliaan juliana juliane julianne juliet juliette julija julio julius juliusz jurgen juri \
jurij juris justina justine justus juuso jérémie jérémy jörn jørn jürg kai kaija kaisa kalervo \
kalle kamal kamil kamila karel karim karina karine karl-dieter karl-ernst karl-friedrich \
karl-georg karl-hans karl-hermann karl-josef karl-ludwig karl-otto karl-peter karl-werner \
karl-wilhelm karla karlheinz karlis karol karola karolina karoline karoly karri karyn kaspar \
kasper kata katalin katarina katarzyna katharine kathe kathi kathrin kati katinka katrin katrina \
katrine katsumi katy katya kaye kazimierz kazuhiro kazuko kazuo keiji keiko keisuke kelley \
kelvin kemal ken'ichi kenichi kenny keren kerry kerry-ann kersten kevan khadija khaled khalid \
kilian kimmo kira kirk kirsi kirsten kirsti kirstin kirsty kiyoshi kjeld kjell-arne kjetil klaas \
klara klaus-dieter klaus-jürgen klaus-michael klaus-peter klaus-uwe kobus koen koichi konrad \
konstantin konstantinos konstantinus konstanze kostas kris krishna krista kristiina kristin \
kristina kristine kristof kristoffer kristy krzystof kunigunde kunihiko kuno kwame kyoko \
kyriakos kyösti károly käthe kåre kōji ladislaus ladislav laila lajos lambert lamberto lara \
larisa larissa lasse laszlo latifa laure laureen laurence laurentius lauri laurids laurie \
laurine laurits lavinia lea leah leandro leen leena leendert leigh leila lelio lene leni lenka \
lenny lenore leoluca leonardo leone leonhard leonid leonidas leonie leonora leonore leopold \
leopoldo leroy lesley lester leszek leticia letizia levin lew lewin lex leyla liam liana lidia \
lieselotte lilian liliana liliane lilli lillian lilly lina lindsay lindsey lino linus lionel \
lionello lis lisbet lisbeth lise liselotte lisette lissa livia livio liz liza ljubica lois lola \
loreen loren lorena lorenz lorenza loretta lorna lorraine lotta lotte lou louella louisa louise \
lourdes lowell loïc lubomir luboš luca lucas lucette lucia lucian luciana lucie lucienne lucile \
lucilla lucille lucinda lucio lucius lucrezia lucy lucía ludger ludmila ludo ludolf ludovic \
ludovica ludovico ludvig ludwik luigia luigina luisa luise luitgard luitpold luiz luka lukas \
lukáš lydia lydie lyle lyman lyndon lyudmila léa léonard léopold maarten mabel maciej mackenzie \
mads maeve mafalda magali magda magdalena magdalene maggie magne magnhild mahmoud mahmud maia \
maija maik maike maila mairead maite makoto malgorzata malte mamadou mandy manfredi manfredo \
manju manoel manoj manolis mansour manuela manuele maraike marc-andré marc-antoine marcela \
marceline marcella marcello marcelo marcia marcin marcos marei mareike maren margarete \
margarethe margarita margherita margit margot margret margrit marguerite mari maria-luisa \
mariagrazia mariam mariana mariane mariangela marianna mariano maribel marica marie-anne \
marie-christine marie-france marie-françoise marie-hélène marie-josé marie-laure marie-louise \
marie-luise marie-noëlle marie-pierre marie-rose marie-thérèse mariella marieluise marietta \
marija marijke marika marilena marilene marilyne marin marina marine marinella marino marit \
marita marius mariusz mariëlle marjatta marjolein marjorie marketta markku marko marleen marlene \
marlies marlis marlon marlène marta marte marten marthe martijn martim martino marty martí \
martín mary-ann mary-jane maryam marylin marzena marzia masaaki masahiro masako masao masaru \
masayuki massimiliano matei mateo mateus mateusz mathew mathias mathilda mathilde mathis matilda \
matilde matt matthes matthieu matthäus matti mattia mattias matías maud maude maureen mauri \
mauricio maurilio mauritz mauro mavis maxim maximilian maximiliano maxine maxwell maya maynard \
małgorzata mechthild mechtild megumi mehdi mehmet meike meinolf meinrad meir melanie melchior \
melchiorre melinda melvyn menachem mercedes meredith merete merja merle merrill merry merton \
merve meta mette michaela michail michal michał michelangelo micheline mickaël miep miguel-ángel \
mihael mihai mihály mika mikko mikołaj milan milda mildred milena milica millicent milo milos \
miloš mimi minna minoru mira mireia mirella miriam mirjam mirka mirko miroslav mirosław mischa \
mitchell mitsuo miłosz moderata mohamad mohammad mohan moira moisés molly mona moni monica \
mordechai morgan moritz mortimer morton moses moshe mostafa muhammad muhammed muriel murielle \
mustafa myra myriam myron mélanie mónica nadav nadeem nadia nadine nadja nadège nahid nahum \
naoki naoko naomi napoleone natacha natale natalia natalija nataliya natan natascha natasha \
nataša nathalia nathaniel neill nele nella nello nelly nelson nena nerea nereo nestor nevena \
nevil neville niall niccolò nick nicky nicla niclas nico nicol nicolaas nicolai nicolaj nicolao \
nicoletta nicolette nicolina nicolás nicolò niel niilo nikita niklas niklaus niko nikolaas \
nikolaj nikolaos nikolas nikolaus nikolay nikos nino nir nirmal nita nitin noa noam nobuo noemi \
nora norah norberto nordal noreen norma norval notburga noémie noëlle noëmi nunzia nuria nwando \
nóra núria octavia octavian octavio oda odd oddbjørn odette odile odilo odón ofer okko oksana \
oktay olav olave ole-jacob olga olimpia olindo oliva oliviero olle olli olli-pekka ollie olympia \
omer onno onofrio ophelia orazio oreste orlando orna ornella orsola orville osamu osborne osman \
ossi ossip osvaldo oswald oswin ota otakar otfried othmar otmar ottavia ottavio otteline ottilie \
ottmar ottokar ottorino oystein ozren paavo paco paddy padraig palle palmiro pam panagiotis \
panos paola paolina paraskevi parvez pascale paschal pascual pasi pasquale patrice patricio \
patrik patrizia patrycja patsy paula paulette paulien paulina pauline paulus pavlo pavlos paweł \
peder peer peggy pehr pekka penelope penny per-erik per-olof percy pere pernille perrine \
pertti perttu petar peter-paul petr petri petros petrus petter petteri philibert philip-jan \
philippa phillippe phoebe phyllis pia pier piera pieralberto pierangelo piercarlo pierfrancesco \
pierfranco piergiorgio pierina pierino pierluigi pierpaolo pierre-andré pierre-emmanuel \
pierre-louis pierre-marie pierre-michel pierre-yves pierrette piet pietari pieter pilar pina \
pinchas pino pip piret pirkko pius pnina polly pompeo portia poul prasanna prisca priscilla \
priya prospero przemysław pál pär quincy quintin quirin raanan rachael rachele rachid radha \
radhika radomir radosław radu rafaela rafał raffaele raffaella raghuram ragnar ragnhild rahel \
rahul raija raimo raimond raimondo raimund raimundo raine raja rajeev rajesh rajiv ralf-peter \
ram rama raman ramesh ramiro ramona ramsey ran randi randolph randy ranieri ranjit raphael \
raphaela raphaël raquel rasheed rashid raul raymonde raymund razia raúl rebekka reginald regine \
reidar reijo reimar reimer reimund reina reinald reiner reinhart reinhild reinier reinout remco \
remigiusz remo renaat renata renatus renaud renee renzo renée reto reuben reuven reza rhoda \
rhona rhys ria ricarda riccarda riccardo richarda rick rickard ricky rieke rienk riitta rikard \
rikke riku rina rinaldina rinaldo risto rita ritva robb robbert robbie robby roberta robertina \
robyn rocco rocío rodger rodolf rodolfo rodolphe rodrigo rodrigue roel roelof rogelio rogier \
rogério rohan romain romana romano romeo romina romuald romy ronaldo ronan ronda roni ronja \
ronnie rony roos roosmarijn rory rosa-maria rosalba rosalia rosalie rosalind rosalinde rosamond \
rosamund rosana rosangela rosanna rosanne rosario rosella roselyne rosemarie rosemary rosi rosie \
rosina rosita roslyn rosmarie rossana rossella roswita roswitha rowan rowena rowland roxana \
roxane roxanne ruben rubin ruby rubén rudi rudie rudiger rudolph rudy rufus ruggerio ruggero \
ruggiero rupert ruprecht ruslan russel rut ruthanne ruthie ryo ryoko ryszard ryuichi régine \
réjean rémi rémy rüdiger sabina sabrina sacha sachiko sadie said sakari salah saleh salim sally \
salma salman salome salomon salvador sami samir sammy samo sampo samuele sander sandie sandip \
sandrine sandro sandy sani sanna sanne santi santina santosh saori sascha saskia saul saverio \
savino saïd saša scarlett scipione scot sebastiano sebastià sebastián seiji selena selim selina \
selma sema sepp serafino seraphine serena serenella sergej sergii serhij severin severino shahid \
shai shan shannon sharif shawn sheldon shelley shelly sheri sherman sherry sheryl shigeo shigeru \
shimon shinichi shinji shira shirin shiro shlomo shmuel shoshana sian sibyl sibylle sidonie \
siegbert sieglinde siegmar siegmund siegrid siegrun sigbert sigismund sigmar sigmund signe \
sigrid sigrun sigurd sigvard silas silvain silvana silvano silvester silvia silvie silvio simeon \
simo simona simonetta simonne sina sindre sinéad siobhan siobhán siri sirkka siv sixten siân \
slavko slavoj slobodan sofia sofie solange solomon solveig sonia sonja sonya soraya soren souad \
spiros spyros stacey stacy staffan stanislao stanislas stanislaus stanislav stanko stefana \
stefania stefanos stefanus steffen steffi stein steinar stelios stella stephane stephania \
stephanos stephanus stijn stina stoyan sture su sue sulamith sullivan sumiko suna sunil suresh \
susana susann susanna sushil sushma suzanna suzanne suzette suzie suzuki svea svein sven-erik \
sven-olof svend svenja svetlana swantje swetlana sybil sylvain sylvaine sylvester sylvette \
sylviane sylvio sylwia szymon sébastien séraphin séverine sílvia sławomir tadao tadashi tahar \
taina takako takao takeo takeshi takuya talcott talia tam tamar tamara tammy tamás taneli tania \
tanja tanya tapani tapio tara tarek tariq tarja tarmo tasso tatiana tatjana tatsuo tatyana teemu \
teija teo teodor teodora teodoro terence teresina teresio tereza terhi teri terje terrance \
terrell terri teréz tess tessa tetsuo tetsuya teun teuvo thaddeus thadeus thanos thea theda \
thekla theo theobald theodoor theodor theodora theodoros therese theresia thies thijs thilde \
thom thoma thomasina thor thora thoralf thorbjørn thorleif thorstein thure thurston théodore \
théophile thérèse tibor tiffany tiina till tillmann tilly tilo timo timon tina tine tino tiziana \
tiziano tjeerd tobia tobin todor tomas tomaso tomaž tomi tomislav tommaso tommi tommy tomohiro \
tomoko tomás tomáš toni tonia tonino tonio tonje tonny torben tord toril tormod torolf torquato \
torunn toshiaki toshihiro toshiko toshio tove tracey tracy travis trent tricia trine tristan \
tristano trond troy trude trudy trygve tsutomu tuija tullia tullio tuomas turid turo tuula tuuli \
twyla tyrone tzvetan támas ubaldo ueli ulla ulli ullrich ulrica ulrico ulrik ulrika umar uriah \
uriel urs ursel ursina urszula uschi uta utz uzi vadim valdemar valentin valentina valentine \
valentino valeria valerie valerij valerio valeska valter van-anh vanda vanessa vangelis vanja \
varun vasant vasil vasile vasilij vasilios vasily vassilis vaughn veit velia vera verena vergil \
vern veronica veronique verónica vesa vesna vicente vicky victoire vidar vigdis viggo vijay \
vikram viktoria vilfredo vilhelm vilho viliam vilma vilém vinay vince vincens vincenza vinod \
violaine violetta virgilio virginie virpi virve vishnu vita vitaly vito vittore vittoria \
vittorina vittorio vivian viviana vivien vivienne vlad vladan vladimír vladislav vlado vlasta \
vojtěch volkhard volkmar volkwin vuk václav věra wade waldemar waldo waleed walid wally walt \
waltraud waltraut wanda warner wassily welf wencke wendelin wendell wenzel werner-heinz wiebke \
wiel wieland wiesław wil wilbert wilbur wilfred wilfrid wilhelmina wilhelmine willard willem \
willemijn willi willibald willibrord willis willy wilma wilmer wiltrud wim winfred winifred \
winnie winnifred winona winston wissam witold wlodzimierz wojtek wolf-dieter wolf-dietrich \
wolfhard wolfhart woodrow wouter wulf władysław włodzimierz xabier xenia ximena yael yahya yair \
yakov yaron yasemin yashar yasmin yasmine yasser yasuko yasuo yehuda yehudit yigal ylva yochai \
yoel yoichi yoko yolanda yolande yonatan yorgos yorick yosef yoshi yoshiaki yoshiko yoshio yossi \
youri youssef yuichi yuji yukari yukiko yukio yulia yumiko yuriko yusuf yutaka yuval yvan \
yves-marie yvette zacharias zafer zahra zakaria zara zdenka zdenko zdeněk zdzisław zeev zeinab \
zelda zelma zenon zeynep zina zita ziva zofia zoltan zoltán zoran zsuzsa zsuzsanna zuzana zvi \
zygmunt ágnes álvaro åsa édouard élie élisabeth élise émile émilie ísis øystein øyvind ľubomír \
łukasz αθανάσιος αικατερίνη βασίλης γεώργιος γιάννης γιώργος δημήτρης δημήτριος ελένη ιωάννης \
κωνσταντίνος κώστας μαρία νίκος νικόλαος παναγιώτης σπύρος χρήστος александр алексеевич алексей \
анатолий андрей анна антон борис вадим валентин валентина валерий василий вера виктор виктория \
виталий владимир владислав володимир вячеслав галина геннадий георги георгий григорий димитър \
дмитрий евгений евгения екатерина елена иван игорь илья ирина константин ксения лариса лев \
леонид лидия лилия лъчезар людмила марина мария микола михаил михайло надежда наталия наталья \
наталія николай оксана олег олександр олена ольга павел петко петр пётр роман светлана сергей \
сергій станислав степан стефан тамара тарас татьяна тодор федор фёдор христо юлия юрий юрій яков \
іван ірина";

/// Chinese, Korean and Vietnamese family names in Latin letters, in lower case.
pub(crate) const EASTERN_FAMILY_NAMES: &str = "\
 wang li zhang liu chen yang huang zhao wu zhou xu sun ma zhu hu guo he lin gao luo zheng liang xie tang song deng han \
 feng cao peng zeng xiao tian dong pan yuan cai jiang yu du ye cheng wei su lü lu ding ren shen yao lu fu zhong cui tan \
 fan liao shi jin jia xia fang zou xiong bai meng qin qiu hou yin xue yan duan lei long tao mao gu gong shao wan qian \
 dai ruan ouyang sima zhuge hsu tsai tseng hsieh chang chou cheung wong leung chan ng \
 kim lee park choi jung kang cho yoon jang lim shin seo kwon hwang ahn hong jeon moon nguyen nguyễn tran trần pham phạm \
 le lê hoang hoàng vu vũ dang đặng bui bùi";
