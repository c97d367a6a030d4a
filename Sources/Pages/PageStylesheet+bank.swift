// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

extension PageStylesheet {
    /// The bank's: a site on a large screen, and an app with its tabs at the bottom on a small one.
    static let bank = """
        .icon{width:1.25rem;height:1.25rem;flex:none;fill:none;stroke:currentColor;stroke-width:1.8;
        stroke-linecap:round;stroke-linejoin:round}
        .brand-bank .top{background:linear-gradient(100deg,#063f45,#0b6b6b 70%,#11807a);color:#fff;border-bottom:0}
        .brand-bank .top .mark rect{fill:#fff}.brand-bank .top .mark path{stroke:#0b6b6b}
        .brand-bank .top :focus-visible{outline-color:#fff}
        .brand-bank .menu a{display:flex;align-items:center;gap:.45rem;padding:.4rem .8rem;border-radius:2rem}
        .brand-bank .menu a:hover{text-decoration:none;background:rgb(255 255 255/.12)}
        .brand-bank .menu [aria-current]{background:rgb(255 255 255/.2)}
        .brand-bank .top button.bare{padding:.4rem 0;min-height:2.6rem}
        .split{display:grid;gap:1.2rem;grid-template-columns:repeat(auto-fit,minmax(min(100%,22rem),1fr));
        align-items:start}
        .split>.panel+.panel{margin-top:0}.split>section>*:first-child{margin-top:0}
        .brand-bank .card{text-align:start}
        h2.first{margin-top:0}.scroll{overflow-x:auto}
        .with-logo,.pitch{display:flex;gap:.8rem;align-items:center}.pitch{margin:0}
        .logo{border-radius:.5rem;flex:none;background:#fff}
        .tag.plain{background:none;border:1px solid var(--line);color:var(--soft)}
        .cards .row{justify-content:space-between}.cards .small{margin:0}
        form.start{text-align:start}
        .button.danger{color:var(--bad);border-color:var(--bad)}
        .row .button[aria-current]{border-color:var(--accent);background:var(--accent-soft)}
        time{white-space:nowrap}.panel>.facts:first-child{margin-top:0}.facts:last-child{margin-bottom:0}
        .result .center{margin-top:1rem}
        @media(max-width:30rem){
        html:has(.brand-bank .menu){scroll-padding:4.5rem 0 5.5rem}
        .brand-bank .top{position:sticky;top:0;z-index:1}
        .brand-bank .menu{position:fixed;inset-inline:0;bottom:0;z-index:2;display:grid;grid-auto-flow:column;
        grid-auto-columns:1fr;gap:0;background:var(--panel);color:var(--soft);border-top:1px solid var(--line);
        padding:.25rem .25rem max(.35rem,env(safe-area-inset-bottom))}
        .brand-bank .menu a{flex-direction:column;gap:.1rem;font-size:.75rem;padding:.35rem .2rem;border-radius:.7rem}
        .brand-bank .menu .icon{width:1.5rem;height:1.5rem}
        .brand-bank .menu [aria-current]{background:none;color:var(--accent)}
        .brand-bank .menu :focus-visible{outline-color:var(--focus)}
        .brand-bank:has(.menu) .end{padding-bottom:4.5rem}
        .brand-bank .cards{grid-template-columns:1fr}td time{white-space:normal}
        .brand-bank .card{max-width:none}
        .facts{grid-template-columns:1fr;gap:.1rem}.facts dd{margin-bottom:.6rem}}

        """
}
