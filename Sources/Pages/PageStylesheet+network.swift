// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

extension PageStylesheet {
    /// The network's own: the consumer's account, with its places in the header and lists of rows.
    static let network = """
        .brand-network .menu a{display:flex;align-items:center;gap:.45rem;padding:.4rem .8rem;border-radius:2rem}
        .brand-network .menu a:hover{text-decoration:none;background:var(--accent-soft)}
        .brand-network .menu [aria-current]{background:var(--accent-soft);color:var(--accent)}
        .brand-network .top button.bare{padding:.4rem 0;min-height:2.6rem}
        .card .scheme{position:absolute;inset-inline-end:1.1rem;bottom:.9rem;font-weight:700;font-style:italic;
        font-size:.92rem}
        .fan{width:8.5rem;display:block;margin:.1rem auto 1rem}.fan rect{stroke:var(--panel);stroke-width:1.5}
        .fan .back{fill:#0b7a75}.fan .middle{fill:#8b4cc2}.fan .front{fill:#3b3fd8}.fan .chip{fill:#e5c878;stroke:none}
        .fan path{fill:none;stroke:#fff;stroke-width:2.4;stroke-linecap:round;stroke-linejoin:round}
        .brand-network .cards{grid-template-columns:repeat(auto-fill,minmax(min(100%,17rem),1fr))}
        .brand-network .cards>li{gap:.55rem}.brand-network .cards .row{justify-content:space-between;margin-top:.3rem}
        .brand-network .cards p{margin:0}.brand-network .cards .button{margin-top:auto}
        .cards>li.off .card{filter:grayscale(1);opacity:.75}
        .waiting-cards{margin:1.1rem 0}.waiting-cards .actions{max-width:26rem}
        .choices{display:grid;gap:.7rem;grid-template-columns:repeat(auto-fill,minmax(min(100%,17rem),1fr))}
        .choices .choice{margin:0}
        h3{font-size:1rem;margin:1.5rem 0 .2rem}
        .rows{list-style:none;padding:0;margin:.4rem 0 0}
        .rows li{display:flex;gap:1rem;align-items:center;padding:.8rem 0;border-bottom:1px solid var(--line)}
        .rows li:last-child{border-bottom:0;padding-bottom:0}.rows .face{min-width:0;overflow-wrap:anywhere}
        .rows bdi{justify-self:start}
        .rows .tag{justify-self:start;margin-top:.25rem}.rows form{flex:none}
        .brand-network .result h2{margin-top:.4rem}
        .points{padding-inline-start:1.2rem;margin:1rem 0}.points li{margin:.5rem 0}
        .brand-network main>.lead+:is(.panel,.cards){margin-top:1rem}.brand-network .panel>p:first-child{margin-top:0}
        @media(max-width:34rem){.brand-network .top:has(.menu) .bar{row-gap:.2rem}
        .brand-network .menu{order:3;flex-basis:100%;display:grid;grid-auto-flow:column;grid-auto-columns:1fr;gap:.3rem}
        .brand-network .menu a{flex-direction:column;gap:.05rem;padding:.35rem .2rem;font-size:.88rem;
        border-radius:.8rem;text-align:center}
        .waiting-cards .card-choice{flex-wrap:nowrap}
        .brand-network .cards .card{max-width:none}
        .rows li:has(form){flex-direction:column;align-items:stretch;gap:.7rem}
        .rows form button{width:100%}}

        """
}
