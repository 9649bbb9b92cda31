package names

import (
	"strconv"
	"strings"
)

// The tables. Heads are common in English speaking countries, in an order of
// our own; tails are built.
var (
	GivenNames = zipf(words(`joshua thomas emily jack james sophie william jessica daniel chloe samuel isabella nicholas georgia benjamin hannah matthew olivia lachlan
		charlotte alexander sarah ryan lucy jacob grace liam amy ethan emma harrison mia luke ella michael ruby david kate andrew zoe john anna robert laura peter rebecca
		paul rachel mark claire stephen nicole christopher catherine anthony elizabeth kevin margaret brian susan george patricia edward helen kenneth dorothy ronald
		barbara donald joan jason michelle scott kelly adam melissa simon lisa sean karen neil sandra craig julie shane deborah brett tracey dean angela brendan natalie
		timothy vanessa patrick katherine oliver madeline charlie abbey connor tahlia dylan brianna jordan mikayla cooper kayla hayden holly blake paige angus jasmine
		riley erin mitchell imogen callum bronte cameron lauren tyler molly zachary alice max eliza aidan caitlin oscar phoebe isaac maya aaron sienna finn amelia
		hugo lily noah eva harry lara henry bella toby rosie dominic nina felix freya marcus heidi leo stella joel ivy xavier elise gabriel clare hamish annabel
		edgar bertha walter mavis harold edna norman thelma cecil hilda clarence beryl leslie gladys stanley muriel ernest phyllis`),
		built(r0(1), 400, "al an ar bel bri cal car dan da ei el fa gav ja jo ka ken la lo ma mar na ne ol pa ra ro sa se ta ti va wil ya", "ra ri na lyn ce con don ric ver mi li to sha de", "a e n ah is on ie in yn us el ette"))
	FamilyNames = zipf(words(`smith jones williams brown wilson taylor johnson white martin anderson thompson nguyen thomas walker harris lee ryan robinson kelly king davis
		wright evans roberts green hall wood jackson clarke patel khan lewis james phillips mitchell campbell webb miller edwards turner scott hill moore cooper ward
		morris watson baker harrison morgan bailey allen young parker bennett cook shaw price richardson marshall collins bell murphy murray carter adams stewart gray
		simpson fisher russell graham reynolds hughes foster butler barnes owen mason hunt palmer rogers mills grant knight burns ford hamilton berry hunter burke
		dixon gibson ellis crawford stevens fraser henderson kennedy ferguson dunn byrne boyle doyle lynch walsh quinn nolan sullivan oconnor obrien mcdonald
		mackenzie macleod mcgregor sinclair cameron douglas ross duncan irwin nash coleman fletcher pearce lowe goddard tran chen wang singh kaur sharma rossi russo
		schmidt muller novak kowalski petrov papadopoulos georgiou santos garcia silva dejong vandenberg larsen hansen nielsen`),
		built(r0(2), 9000, "ash alder bar beck black brad brom bur car chal clay col crom dal den dun elm fair far fen gar glen gold had hal ham har hart hay hazel hol hun kel kem kirk lam lang lin lock lud mar mel mid mil nor oak old pen pem pick raven red rich ros row san shel sher sil stan stoke sut thorn tur wake wal war wells west whit wil win wood worth",
			"bur den der er for ing ling men ning ring ter ton wick", "by cliffe combe cott croft dale den don field ford gate ham hurst land ley low man mere more ney shaw son stead stock ton ville ward water well wick wood worth"))
	Streets = zipf(nil, built(r0(3), 6000, "acacia alfred banks beacon bellevue birch boundary bridge brown burke cambridge carr cedar chapel church clark coast cook creek curtin darling denison eagle east elizabeth evans fern fisher flinders forest gibbs gordon grant grey gum hampton high hill hunter jasmine kings lake lawson mac macarthur main martin mawson melba mill moss mount murray myrtle north oak ocean palm park parkes pearl queen railway ridge river rose ross school south station stone sturt sun swan tasman thomas valley victoria view wattle west wilson wood york",
		" ", "avenue circuit close court crescent drive lane parade place road street terrace way"),
		built(r0(4), 6000, "ab al am bal ban bar bel bo bun cal cam col cor dal dor el fen gal gil gra hal hin jar kal kar kin lan lor mal mar mel mor nar nor ol par pen ral ros sal sor tal tar tor ul van wal war yal",
			"a am an ar e el en er i in is o on or u ul um", "ba bie ble by da don gal garra geelah go ka la lee lin long low ma man mer na ra rah roy see ta ton vale wa warra yong"))
	Estates = zipf(words(`rosedale|the willows|rowan village|sherwood|killara park|glenview|brentwood|hillcrest|riverside|lakeview|oakleigh|fairhaven|greenacres|sunnyside|bayview gardens|kings court|parklands|st marys|seaview flats|woodlands`),
		built(r0(5), 2500, "apple ash bay beech bella birch blue briar brook cedar clear cross fair fern forest glen gold green gum haven hill honey iron kings lake lark laurel long maple meadow merri mill moon myrtle oak old pine plum queens river rock rose royal silver spring star stone summer sun tall vine white wind wood",
			"a en er ing mount ", "bank brae brook court dale farm field gardens glen grove haven heights hill house lands lea lodge mead park place ridge rise vale view village ville"))
	Suburbs = zipf(words(`springfield|newtown|riverton|kingston|st james|ashfield|brighton|burwood|camden|clayton|dandelion hill|elwood|epping|footscray east|glen iris|hawthorn|ivanhoe|kew|lilydale|mitcham|northcote|oakleigh|preston|reservoir|richmond|sunbury|thornbury|upwey|vermont|wantirna|yarraville|port lincoln|coffs point|wellington point|alice vale|broken ridge|mount garnet`),
		built(r0(6), 2800, "ash bank bar bel black blue bold bon bri broad brun bur cam cape castle clare clear cool dar deep dun east edge el fair fern fish glen golden great green gre grove hamp harbour haw high holly horn kal kings lake lan little long mac mar mel mid mon moor mount nar new nor north oak over park pen port queens red rich river rock rose salt san sea shell silver south spring stan sun sut thorn upper wal war west whit wil wind wood yar",
			"a er ing le ton ward ", "bay beach bridge brook burn bury creek dale don ford gate grove ham haven head heights hills hurst lea mere mont mouth park point port ridge side stone ton vale valley view ville ward water wick wood"))
	States = func() (t Table) {
		for _, s := range strings.Fields("nsw 33 vic 25 qld 20 wa 10 sa 7 tas 3 act 2 nt 1") {
			if n, err := strconv.Atoi(s); err == nil {
				t.add(t.Words[len(t.Words)-1], float64(n))
				continue
			}
			t.add(s, 0)
		}
		return t
	}()
)
