// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

extension CountryProfile {
    static let middleEastAfrica: [CountryProfile] = [
        CountryProfile(
            "AE", languages: "ar en", mobile: "971 50,52,54,55,56,58 7",
            first: "Mohammed Fatima Ahmed Aisha Khalifa Mariam Saeed Noura Sultan Latifa محمد=mohammed فاطمة=fatima "
                + "خليفة=khalifa Rashid Hessa Omar Shamma Zayed Amna",
            last: "Al_Mansoori=almansoori Al_Hashimi=alhashimi Al_Nuaimi=alnuaimi Al_Suwaidi=alsuwaidi "
                + "المنصوري=almansoori Khan Nair Al_Ketbi=alketbi Al_Shamsi=alshamsi Hussain",
            places: "Dubai/Dubai/;Abu Dhabi/Abu Dhabi/;Sharjah/Sharjah/;Al Ain/Abu Dhabi/",
            streets: "# Sheikh Zayed Road;# Al Wasl Road;# Corniche Road;# Hamdan Street;# Al Khaleej Street",
            bins: "535825"),
        CountryProfile(
            "QA", languages: "ar en", mobile: "974 33,55,66,77 6",
            first: "Hamad Moza Jassim Noora Khalid Sheikha Abdulla Maryam Nasser Aisha ناصر=nasser نورة=noora",
            last: "Al_Thani=althani Al_Kuwari=alkuwari Al_Marri=almarri Al_Sulaiti=alsulaiti Al_Emadi=alemadi "
                + "الكواري=alkuwari Hassan",
            places: "Doha/Ad Dawhah/;Al Rayyan/Ar Rayyan/;Al Wakrah/Al Wakrah/;Lusail/Ad Daayen/",
            streets: "# Al Corniche Street;# Salwa Road;# C Ring Road;# Grand Hamad Street",
            bins: "521089"),
        CountryProfile(
            "KW", languages: "ar", mobile: "965 50,55,66,94,96,97,99 6",
            first: "Abdullah Fatemah Yousef Sara Mohammad Dana Bader Hessa Ali Shaikha عبدالله=abdullah سارة=sara",
            last: "Al_Sabah=alsabah Al_Enezi=alenezi Al_Mutairi=almutairi Al_Rashidi=alrashidi العنزي=alenezi "
                + "Al_Ajmi=alajmi Behbehani",
            places: "Kuwait City/Al Asimah/13###;Salmiya/Hawalli/22###;Al Ahmadi/Al Ahmadi/61###",
            streets: "# Arabian Gulf Street;# Salem Al Mubarak Street;# Fahad Al Salem Street;# Block 3 Street 10",
            bins: "532672"),
        CountryProfile(
            "SA", languages: "ar", mobile: "966 50,53,54,55,56,58,59 7",
            first: "Mohammed Nora Abdullah Sarah Fahad Reem Abdulaziz Lama Khalid Hala Faisal Jawaher فهد=fahad "
                + "ريم=reem خالد=khalid",
            last: "Al_Qahtani=alqahtani Al_Ghamdi=alghamdi Al_Harbi=alharbi Al_Otaibi=alotaibi Al_Zahrani=alzahrani "
                + "القحطاني=alqahtani Al_Dosari=aldosari Al_Shehri=alshehri",
            places: "Riyadh/Riyadh/12###;Jeddah/Makkah/23###;Dammam/Eastern Province/32###;Medina/Al Madinah/42###",
            streets: "# King Fahd Road;# Olaya Street;# Prince Sultan Street;# Tahlia Street",
            bins: "524130 546756"),
        CountryProfile(
            "ZA", languages: "en af", mobile: "27 72,73,82,83,84 7",
            first: "Melokuhle Lethabo Johan Anika Thabo Nomvula Pieter Zanele Sipho Naledi Renée=renee Björn=bjorn "
                + "Lindiwe Kabelo Chané=chane Mia Hugo Ayanda",
            last: "Nkosi Dlamini Botha Naidoo van_der_Merwe=vandermerwe Khumalo Mokoena Pillay Smith Ndlovu Sithole "
                + "Mahlangu Fourie Govender Coetzee Müller=muller",
            places: "Johannesburg/GP/20##;Cape Town/WC/80##;Durban/KZN/40##;Pretoria/GP/00##;Gqeberha/EC/60##;"
                + "Bloemfontein/FS/93##",
            streets: "# Long Street;# Nelson Mandela Drive;# Church Street;# Voortrekker Road;# Main Road;"
                + "# Jan Smuts Avenue",
            bins: "529084"),
    ]

    /// Every country that Click to Pay issuer enrollment is offered in.
    static let all: [CountryProfile] = americas + europe + asiaPacific + middleEastAfrica
}
