// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

extension CountryProfile {
    static let americas: [CountryProfile] = [
        CountryProfile(
            "US", languages: "en en en es",
            mobile: "1 202,206,212,213,214,215,303,305,310,312,323,404,408,415,503,512,602,617,619,646,702,703,713 7",
            first: "James Mary Robert Patricia John Jennifer Michael Linda David Elizabeth William Barbara Richard "
                + "Susan Joseph Jessica Thomas Sarah Carlos Karen Daniel Nancy Matthew Lisa Anthony Renée=renee "
                + "Marcus Ashley Andrew Emily",
            last: "Smith Johnson Williams Brown Jones Garcia Miller Davis Rodriguez Martinez Hernandez Lopez Gonzalez "
                + "Wilson Anderson Thomas Taylor Moore Jackson Martin Lee Perez Thompson White Harris Sanchez Clark "
                + "Ramirez O'Brien Núñez=nunez",
            places: "New York/NY/100##;Los Angeles/CA/900##;Chicago/IL/606##;Houston/TX/770##;Phoenix/AZ/850##;"
                + "Philadelphia/PA/191##;San Antonio/TX/782##;Denver/CO/802##;Seattle/WA/981##;Boston/MA/021##;"
                + "Nashville/TN/372##",
            streets: "# Main Street;# Oak Avenue;# Maple Drive;# Cedar Lane;# Washington Boulevard;# Park Place;"
                + "# Lake Road;# Hill Street;# 2nd Avenue;# Sunset Court",
            bins: "520473 530060 542418"),
        CountryProfile(
            "CA", languages: "en en fr",
            mobile: "1 204,226,236,250,289,306,343,365,403,416,418,431,437,438,450,506,514,519,604,613,647 7",
            first: "Liam Olivia Noah Emma William Charlotte Benjamin Amelia Lucas Sophie Éloïse=eloise Félix=felix "
                + "Zoé=zoe Mathéo=matheo Alice Jack Chloe Nathan Léa=lea Thomas Camille Ethan Florence Samuel Juliette",
            last: "Tremblay Smith Gagnon Brown Roy Martin Bouchard Wilson Côté=cote Macdonald Gauthier Campbell Morin "
                + "Lavoie Taylor Fortin Gagné=gagne Ouellet Pelletier Bélanger=belanger Lévesque=levesque Bergeron "
                + "Leblanc Singh Wong",
            places: "Toronto/ON/M5V #@#;Montréal/QC/H3B #@#;Vancouver/BC/V6B #@#;Calgary/AB/T2P #@#;Ottawa/ON/K1P #@#;"
                + "Québec/QC/G1R #@#;Winnipeg/MB/R3C #@#;Halifax/NS/B3J #@#",
            streets: "# Queen Street;# King Street West;# Rue Saint-Paul;# Boulevard René-Lévesque;# Yonge Street;"
                + "# Granville Street;# Elgin Street;# Chemin Sainte-Foy",
            bins: "519240 552433"),
        CountryProfile(
            "MX", languages: "es", mobile: "52 55,33,81 8",
            first: "José=jose María=maria Juan Guadalupe Luis Verónica=veronica Carlos Leticia Jesús=jesus Rosa "
                + "Francisco Margarita Antonio Alejandra Miguel Ximena Ángel=angel Sofía=sofia Raúl=raul Valentina "
                + "Andrés=andres Itzel",
            last: "Hernández=hernandez García=garcia Martínez=martinez López=lopez González=gonzalez Pérez=perez "
                + "Rodríguez=rodriguez Sánchez=sanchez Ramírez=ramirez Cruz Flores Gómez=gomez Morales "
                + "Vázquez=vazquez Reyes Jiménez=jimenez Torres Muñoz=munoz",
            places: "Ciudad de México/CDMX/06###;Guadalajara/JAL/44###;Monterrey/NLE/64###;Puebla/PUE/72###;"
                + "Tijuana/BCN/22###;León/GUA/37###;Mérida/YUC/97###",
            streets: "Calle Hidalgo #;Avenida Juárez #;Calle Morelos #;Avenida Insurgentes #;Calle 5 de Mayo #;"
                + "Paseo de la Reforma #",
            bins: "522361 547077"),
        CountryProfile(
            "BR", languages: "pt", mobile: "55 119,219,319,419,519 8",
            first: "João=joao Maria Miguel Alice Arthur Sophia Heitor Helena Bernardo Valentina Davi Laura Théo=theo "
                + "Júlia=julia Lorenzo Heloísa=heloisa Gabriel Lívia=livia Pedro Conceição=conceicao Rafael "
                + "Antônia=antonia Otávio=otavio",
            last: "Silva Santos Oliveira Souza Rodrigues Ferreira Alves Pereira Lima Gomes Costa Ribeiro Martins "
                + "Carvalho Almeida Araújo=araujo Melo Barbosa Conceição=conceicao Simões=simoes Guimarães=guimaraes "
                + "Magalhães=magalhaes",
            places: "São Paulo/SP/01###-###;Rio de Janeiro/RJ/20###-###;Belo Horizonte/MG/30###-###;"
                + "Curitiba/PR/80###-###;Porto Alegre/RS/90###-###;Salvador/BA/40###-###;Brasília/DF/70###-###",
            streets: "Rua das Flores, #;Avenida Paulista, #;Rua XV de Novembro, #;Avenida Atlântica, #;"
                + "Rua São João, #;Travessa da Paz, #",
            bins: "516292 550209"),
        CountryProfile(
            "AR", languages: "es", mobile: "54 9114,9115,9116 7",
            first: "Mateo Sofía=sofia Bautista Martina Juan Emma Felipe Olivia Benicio Isabella Joaquín=joaquin "
                + "Catalina Tomás=tomas Delfina Santiago Renata Agustín=agustin Josefina Nicolás=nicolas Lucía=lucia",
            last: "González=gonzalez Rodríguez=rodriguez Gómez=gomez Fernández=fernandez López=lopez Díaz=diaz "
                + "Martínez=martinez Pérez=perez Romero Sosa Álvarez=alvarez Torres Ruiz Ramírez=ramirez "
                + "Benítez=benitez Acosta Medina Agüero=aguero",
            places: "Buenos Aires/C/C1###@@@;Córdoba/X/X5###@@@;Rosario/S/S2###@@@;Mendoza/M/M5###@@@;"
                + "La Plata/B/B1###@@@",
            streets: "Avenida Corrientes #;Calle San Martín #;Avenida Rivadavia #;Calle Belgrano #;Avenida Santa Fe #;"
                + "Calle Güemes #",
            bins: "530056 557039"),
        CountryProfile(
            "CO", languages: "es", mobile: "57 310,311,312,313,314,315,316,317,318 7",
            first: "Santiago Mariana Samuel Valeria Matías=matias Luciana Sebastián=sebastian Gabriela "
                + "Jerónimo=jeronimo Salomé=salome Emiliano Antonella Martín=martin Isabela Andrés=andres Camila "
                + "Nicolás=nicolas Daniela",
            last: "Rodríguez=rodriguez Gómez=gomez González=gonzalez Martínez=martinez García=garcia López=lopez "
                + "Hernández=hernandez Sánchez=sanchez Ramírez=ramirez Pérez=perez Díaz=diaz Muñoz=munoz Rojas Moreno "
                + "Jiménez=jimenez Ospina Restrepo",
            places: "Bogotá/DC/11####;Medellín/ANT/05####;Cali/VAC/76####;Barranquilla/ATL/08####;Cartagena/BOL/13####",
            streets: "Calle 26 # 13-49;Carrera 7 # 71-21;Avenida El Dorado #;Transversal 23 #;Diagonal 45 #",
            bins: "527564 540688"),
    ]
}
