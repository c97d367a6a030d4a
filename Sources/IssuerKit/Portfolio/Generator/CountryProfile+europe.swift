// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

extension CountryProfile {
    static let europe: [CountryProfile] = [
        CountryProfile(
            "GB", languages: "en", mobile: "44 740,741,742,743,744 7",
            first: "Oliver Amelia George Isla Harry Ava Noah Mia Jack Ivy Leo Lily Arthur Freya Muhammad Aisha Oscar "
                + "Siân=sian Charlie Zoë=zoe Henry Grace Thomas Poppy Rhys Chloë=chloe",
            last: "Smith Jones Williams Taylor Davies Brown Wilson Evans Thomas Johnson Roberts Walker Wright "
                + "Robinson Thompson White Hughes Edwards Green Hall Wood Harris Patel Khan Brontë=bronte O'Connor",
            places: "London//SW1A #@@;Manchester//M1 #@@;Birmingham//B1 #@@;Leeds//LS1 #@@;Glasgow//G1 #@@;"
                + "Cardiff//CF10 #@@;Belfast//BT1 #@@;Bristol//BS1 #@@",
            streets: "# High Street;# Station Road;# Church Lane;# Victoria Road;# Green Lane;# Manor Road;"
                + "# Kings Road;# Mill Close",
            bins: "543482 535420"),
        CountryProfile(
            "IE", languages: "en", mobile: "353 83,85,86,87,89 7",
            first: "Jack Fiadh Noah Grace James Emily Seán=sean Aoife Rían=rian Éabha=eabha Conor Saoirse Fionn Niamh "
                + "Oisín=oisin Róisín=roisin Cillian Ciara Tadhg Síofra=siofra",
            last: "Murphy Kelly O'Sullivan Walsh Smith O'Brien Byrne Ryan O'Connor O'Neill O'Reilly Doyle McCarthy "
                + "Gallagher Doherty Kennedy Lynch Murray Quinn Ó_Sé=ose",
            places: "Dublin//D02 @@##;Cork//T12 @@##;Galway//H91 @@##;Limerick//V94 @@##;Waterford//X91 @@##",
            streets: "# O'Connell Street;# Main Street;# Patrick Street;# Church Road;# Grafton Street;# Shop Street",
            bins: "539941"),
        CountryProfile(
            "ES", languages: "es", mobile: "34 60,61,62,63,64,65,66 7",
            first: "Hugo Lucía=lucia Martín=martin Sofía=sofia Lucas Martina Mateo María=maria Leo Julia Daniel Paula "
                + "Alejandro Valeria Íñigo=inigo Núria=nuria Álvaro=alvaro Begoña=begona Adrián=adrian Inés=ines",
            last: "García=garcia Rodríguez=rodriguez González=gonzalez Fernández=fernandez López=lopez "
                + "Martínez=martinez Sánchez=sanchez Pérez=perez Gómez=gomez Martín=martin Jiménez=jimenez Ruiz "
                + "Hernández=hernandez Díaz=diaz Moreno Muñoz=munoz Ibáñez=ibanez",
            places: "Madrid/Madrid/280##;Barcelona/Barcelona/080##;Valencia/Valencia/460##;Sevilla/Sevilla/410##;"
                + "Zaragoza/Zaragoza/500##;Málaga/Málaga/290##;Bilbao/Vizcaya/480##",
            streets: "Calle Mayor #;Gran Vía #;Calle de Alcalá #;Avenida de la Constitución #;Plaza de España #;"
                + "Calle del Sol #",
            bins: "544551 529954"),
        CountryProfile(
            "IT", languages: "it", mobile: "39 320,327,328,329,333,338,340,347 7",
            first: "Leonardo Sofia Francesco Giulia Tommaso Aurora Edoardo Ginevra Alessandro Vittoria Lorenzo "
                + "Beatrice Mattia Alice Gabriele Ludovica Nicolò=nicolo Matilde Niccolò=niccolo Chiara",
            last: "Rossi Russo Ferrari Esposito Bianchi Romano Colombo Ricci Marino Greco Bruno Gallo Conti "
                + "De_Luca=deluca Mancini Costa Giordano Rizzo Lombardi Moretti D'Angelo Nardò=nardo",
            places: "Roma/RM/001##;Milano/MI/201##;Napoli/NA/801##;Torino/TO/101##;Palermo/PA/901##;Bologna/BO/401##;"
                + "Firenze/FI/501##",
            streets: "Via Roma #;Corso Italia #;Via Garibaldi #;Piazza San Marco #;Via Dante #;Viale della Libertà #",
            bins: "525522 533317"),
        CountryProfile(
            "DE", languages: "de", mobile: "49 170,171,172,173,174,175,176 7",
            first: "Noah Emilia Matteo Emma Elias Sophia Leon Hannah Finn Mia Jörg=joerg Günther=guenther "
                + "Käthe=kaethe Jürgen=juergen Paul Lina Ben Ella Luca Zoë=zoe Henry Lea Maximilian Klara",
            last: "Müller=mueller Schmidt Schneider Fischer Weber Meyer Wagner Becker Schulz Hoffmann "
                + "Schäfer=schaefer Koch Bauer Richter Klein Wolf Schröder=schroeder Neumann Schwarz Zimmermann "
                + "Krüger=krueger Weiß=weiss Yılmaz=yilmaz",
            places: "Berlin//10###;Hamburg//20###;München//80###;Köln//50###;Frankfurt am Main//60###;Stuttgart//70###;"
                + "Düsseldorf//40###;Leipzig//04###",
            streets: "Hauptstraße #;Bahnhofstraße #;Schillerstraße #;Gartenweg #;Goethestraße #;Am Mühlbach #;"
                + "Lindenallee #",
            bins: "523236 548936"),
        CountryProfile(
            "NL", languages: "nl", mobile: "31 61,62,63,64,65,68 7",
            first: "Noah Emma Lucas Julia Sem Mila Daan Tess Levi Sophie Finn Zoë=zoe Luuk Saar Milan Noor "
                + "Renée=renee Chloë=chloe Bram Liv Thijs Fenna Jürgen=jurgen Anouk",
            last: "de_Jong=dejong Jansen de_Vries=devries van_den_Berg=vandenberg van_Dijk=vandijk Bakker Janssen "
                + "Visser Smit Meijer de_Boer=deboer Mulder de_Groot=degroot Bos Vos Peters Hendriks Brouwer "
                + "Groeneveld Coëlho=coelho",
            places: "Amsterdam//1012 @@;Rotterdam//3011 @@;Den Haag//2511 @@;Utrecht//3511 @@;Eindhoven//5611 @@;"
                + "Groningen//9711 @@",
            streets: "Kerkstraat #;Dorpsstraat #;Schoolstraat #;Molenweg #;Prinsengracht #;Julianalaan #",
            bins: "517264 541333"),
        CountryProfile(
            "CH", languages: "de de fr it", mobile: "41 76,77,78,79 7",
            first: "Noah Mia Liam Emma Matteo Elena Luca Lina Gabriel Sofia Jürg=juerg Zoé=zoe Urs Mélanie=melanie "
                + "Beat Léonie=leonie Reto Chiara Aurélien=aurelien Käthi=kaethi",
            last: "Müller=mueller Meier Schmid Keller Weber Huber Schneider Meyer Steiner Fischer Gerber Brunner "
                + "Baumann Frei Zürcher=zuercher Rochat Favre Bernasconi Bühler=buehler Düsel=duesel",
            places: "Zürich/ZH/80##;Genève/GE/12##;Basel/BS/40##;Lausanne/VD/10##;Bern/BE/30##;Lugano/TI/69##;"
                + "Luzern/LU/60##",
            streets: "Bahnhofstrasse #;Dorfstrasse #;Rue du Rhône #;Hauptstrasse #;Via Nassa #;Avenue de la Gare #",
            bins: "524009"),
        CountryProfile(
            "SE", languages: "sv", mobile: "46 70,72,73,76 7",
            first: "Hugo Astrid Liam Vera William Maja Noah Alma Adam Selma Åke=ake Märta=marta Björn=bjorn Åsa=asa "
                + "Göran=goran Östen=osten Sören=soren Linnéa=linnea Elias Freja",
            last: "Andersson Johansson Karlsson Nilsson Eriksson Larsson Olsson Persson Svensson Gustafsson "
                + "Lindström=lindstrom Sjöberg=sjoberg Lindqvist Åström=astrom Bergström=bergstrom Öberg=oberg "
                + "Håkansson=hakansson",
            places: "Stockholm//111 ##;Göteborg//411 ##;Malmö//211 ##;Uppsala//753 ##;Linköping//582 ##;Örebro//702 ##",
            streets: "Storgatan #;Kungsgatan #;Drottninggatan #;Skolvägen #;Björkvägen #;Ängsgatan #",
            bins: "526219"),
        CountryProfile(
            "NO", languages: "nb", mobile: "47 40,41,45,46,47,48,90,91,92,93,95,97,98,99 6",
            first: "Noah Emma Oskar Nora Lucas Sofie Isak Olivia Jakob Ella Åse=aase Bjørn=bjoern Øyvind=oeyvind "
                + "Sølvi=soelvi Håkon=haakon Kåre=kaare Tormod Ingrid Sigrid Magnus",
            last: "Hansen Johansen Olsen Larsen Andersen Pedersen Nilsen Kristiansen Jensen Karlsen Johnsen Pettersen "
                + "Eriksen Berg Haugen Hagen Bøe=boe Sørensen=soerensen Ødegård=oedegaard Strøm=stroem",
            places: "Oslo//01##;Bergen//50##;Trondheim//70##;Stavanger//40##;Tromsø//90##;Ålesund//60##",
            streets: "Storgata #;Kirkegata #;Skolegata #;Bjørkeveien #;Karl Johans gate #;Fjellveien #",
            bins: "545129"),
        CountryProfile(
            "CZ", languages: "cs",
            mobile: "420 601,602,603,604,605,606,607,608,721,722,723,724,731,732,773,774,775,776 6",
            first: "Jakub Eliška=eliska Jan Tereza Tomáš=tomas Anna Matěj=matej Adéla=adela Vojtěch=vojtech Sofie "
                + "Ondřej=ondrej Žofie=zofie Lukáš=lukas Kateřina=katerina Jiří=jiri Zdeňka=zdenka Šimon=simon "
                + "Ľudmila=ludmila",
            last: "Novák=novak Svobodová=svobodova Novotný=novotny Dvořáková=dvorakova Černý=cerny "
                + "Procházka=prochazka Kučera=kucera Veselý=vesely Horáková=horakova Němec=nemec Pokorný=pokorny "
                + "Růžička=ruzicka Beneš=benes Fiala Sedláček=sedlacek",
            places: "Praha//110 ##;Brno//602 ##;Ostrava//702 ##;Plzeň//301 ##;Liberec//460 ##;České Budějovice//370 ##",
            streets: "Hlavní #;Nádražní #;Školní #;Zahradní #;Masarykova #;Náměstí Míru #",
            bins: "531533"),
    ]
}
