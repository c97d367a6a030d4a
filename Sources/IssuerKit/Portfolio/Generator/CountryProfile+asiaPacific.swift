// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

extension CountryProfile {
    static let asiaPacific: [CountryProfile] = [
        CountryProfile(
            "AU", languages: "en", mobile: "61 40,41,42,43 7",
            first: "Oliver Charlotte Noah Amelia Jack Isla Henry Olivia William Mia Leo Ava Charlie Grace Thomas Ruby "
                + "Zoë=zoe Lachlan Matilda Cooper Renée=renee Angus",
            last: "Smith Jones Williams Brown Wilson Taylor Johnson White Martin Anderson Thompson Nguyen Thomas "
                + "Walker Harris Lee Ryan Robinson Kelly King Singh O'Keefe",
            places: "Sydney/NSW/20##;Melbourne/VIC/30##;Brisbane/QLD/40##;Perth/WA/60##;Adelaide/SA/50##;"
                + "Hobart/TAS/70##",
            streets: "# George Street;# Collins Street;# Elizabeth Street;# Victoria Parade;# Beach Road;"
                + "# Station Street",
            bins: "516320 535318"),
        CountryProfile(
            "NZ", languages: "en", mobile: "64 21,22,27 7",
            first: "Oliver Isla Noah Charlotte Jack Amelia Leo Olivia Tāne=tane Aroha Māia=maia Hēmi=hemi Nīkau=nikau "
                + "Anahera Luca Willow George Hazel Wiremu Kōwhai=kowhai",
            last: "Smith Singh Williams Jones Brown Taylor Wilson Patel Ngata Walker Tūhoe=tuhoe Kaur Thompson "
                + "Anderson Martin Campbell Te_Rangi=terangi Māhuta=mahuta",
            places: "Auckland//10##;Wellington//60##;Christchurch//80##;Hamilton//32##;Dunedin//90##;Whangārei//01##",
            streets: "# Queen Street;# Lambton Quay;# Colombo Street;# Victoria Street;# Karangahape Road;"
                + "# Marine Parade",
            bins: "520998"),
        CountryProfile(
            "SG", languages: "en en zh ms", mobile: "65 91,92,93,94,96,97,81,82,83,85 6",
            first: "Wei_Jie=weijie Hui_Min=huimin Jun_Wei=junwei Xin_Yi=xinyi Muhammad Nur_Aisyah=nuraisyah Arjun "
                + "Priya Zhi_Hao=zhihao Jia_Hui=jiahui Marcus Rachel 志明=zhiming 美玲=meiling Daniel Sarah",
            last: "Tan Lim Lee Ng Ong Wong Goh Chua Chan Koh Teo Ang Yeo Tay Ho Low Sim Nair Rahman Kumar 陈=chen 林=lin",
            places: "Singapore//01####;Singapore//23####;Singapore//52####;Singapore//73####",
            streets: "# Orchard Road;# Ang Mo Kio Avenue 3;# Bedok North Street 1;# Jurong East Street 21;"
                + "# Tampines Avenue 5",
            bins: "541286"),
        CountryProfile(
            "HK", languages: "zh en", mobile: "852 61,63,64,65,94,96,97 6",
            first: "Ka_Yan=kayan Chi_Wai=chiwai Wing_Sze=wingsze Ho_Yin=hoyin Tsz_Ching=tszching Lok_Yiu=lokyiu "
                + "嘉欣=kayan 俊傑=chunkit 詠詩=wingsze 子晴=tszching Man_Kit=mankit Sau_Ling=sauling",
            last: "Chan Leung Cheung Lau Wong Lee Ng Cheng Ho Lam Kwok Tsang 陳=chan 梁=leung 張=cheung 黃=wong 何=ho",
            places: "Hong Kong/Central/;Hong Kong/Wan Chai/;Kowloon/Mong Kok/;Kowloon/Tsim Sha Tsui/;"
                + "New Territories/Sha Tin/",
            streets: "# Queen's Road Central;# Nathan Road;# Hennessy Road;# Des Voeux Road West;# Canton Road",
            bins: "518857"),
        CountryProfile(
            "MY", languages: "ms en", mobile: "60 12,16,19 7",
            first: "Muhammad Nur Ahmad Siti Amirul Aisyah Hafiz Farah Wei_Ming=weiming Mei_Ling=meiling Arvind "
                + "Kavitha Iskandar Nurul Danial Zulaikha",
            last: "Abdullah Ismail Rahman Hassan Ibrahim Tan Lim Wong Lee Chong Subramaniam Krishnan Yusof Othman Ong "
                + "Nadarajah",
            places: "Kuala Lumpur/KUL/50###;George Town/PNG/10###;Johor Bahru/JHR/80###;Ipoh/PRK/30###;"
                + "Kota Kinabalu/SBH/88###",
            streets: "# Jalan Sultan Ismail;# Jalan Ampang;# Lorong Maarof;# Persiaran Gurney;# Jalan Bukit Bintang",
            bins: "522985"),
    ]
}
