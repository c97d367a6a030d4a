// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

/// The pages' style sheet. It follows the reader's light or dark setting, writes from right to left where the language
/// does, and makes one column of everything on a small screen.
enum PageStylesheet {
    static let text = colours + frame + forms + pieces + lists + bank + shop + network

    private static let colours = """
        :root{color-scheme:light dark;--paper:#f4f5fa;--panel:#fff;--ink:#161a2b;--soft:#565d75;--line:#d9dce8;
        --accent:#3b3fd8;--accent-ink:#fff;--accent-soft:#ecedfd;--good:#0b6e4f;--good-soft:#e2f5ec;
        --bad:#b3261e;--bad-soft:#fdeceb;--note:#7a4d00;--note-soft:#fdf3dd;--focus:#3b3fd8;
        --shadow:0 1px 2px rgb(22 26 43/.06),0 12px 32px -12px rgb(22 26 43/.18)}
        .brand-bank{--accent:#0b6b6b;--accent-soft:#e0f2f1;--focus:#0b6b6b}
        .brand-shop{--accent:#2f6b2f;--accent-soft:#e6f3e4;--focus:#2f6b2f}
        @media(prefers-color-scheme:dark){
        :root{--paper:#0f111a;--panel:#191c29;--ink:#eceef8;--soft:#a6adc4;--line:#343a50;--accent:#a6abff;
        --accent-ink:#10122b;--accent-soft:#24284a;--good:#6fdcae;--good-soft:#12332a;--bad:#ffb0aa;
        --bad-soft:#43201e;--note:#f3cd83;--note-soft:#3b2f14;--focus:#a6abff;--shadow:0 1px 2px rgb(0 0 0/.4)}
        .brand-bank{--accent:#6fd3cf;--accent-ink:#05211f;--accent-soft:#163634;--focus:#6fd3cf}
        .brand-shop{--accent:#98d691;--accent-ink:#0b220a;--accent-soft:#1f351d;--focus:#98d691}}

        """

    private static let frame = """
        *{box-sizing:border-box}
        html{font:17px/1.5 system-ui,"Segoe UI",Roboto,"Noto Sans","Noto Sans Arabic",sans-serif}
        body{margin:0;min-height:100vh;display:flex;flex-direction:column;background:var(--paper);color:var(--ink)}
        :focus-visible{outline:3px solid var(--focus);outline-offset:2px;border-radius:.3rem}
        main:focus{outline:none}
        .skip{position:absolute;inset-inline-start:-999rem}
        .skip:focus{inset-inline-start:1rem;top:1rem;padding:.6rem 1rem;background:var(--panel);z-index:2}
        .bar{max-width:64rem;margin:0 auto;padding:.9rem 1.25rem;display:flex;flex-wrap:wrap;gap:.5rem 1.5rem;
        align-items:center}
        .top{background:var(--panel);border-bottom:1px solid var(--line)}
        .name{display:flex;align-items:center;gap:.6rem;font-weight:650;letter-spacing:-.01em;margin-inline-end:auto}
        .mark{width:2rem;height:2rem;flex:none}.mark rect{fill:var(--accent)}
        .mark path{fill:none;stroke:var(--accent-ink);stroke-width:2.6;stroke-linecap:round;stroke-linejoin:round}
        .mark circle{fill:var(--accent-ink)}
        .menu,.links{display:flex;flex-wrap:wrap;gap:.35rem 1.1rem}
        .end .links{justify-content:center}
        .end .bar{color:var(--soft);font-size:.88rem;justify-content:center;padding-bottom:1.6rem}
        .end p{margin:0;flex-basis:100%;text-align:center}
        a{color:var(--accent);text-underline-offset:.18em}
        .menu a,.links a{color:inherit;text-decoration:none;padding:.3rem 0}
        .menu a:hover,.links a:hover{text-decoration:underline}
        [aria-current]{font-weight:650}
        main{flex:1;width:100%;margin:0 auto;padding:1.75rem 1.25rem 3rem}
        main.narrow{max-width:32rem}main.wide{max-width:64rem}
        h1{font-size:1.65rem;line-height:1.2;letter-spacing:-.02em;margin:.2rem 0 .6rem;text-wrap:balance}
        h2{font-size:1.15rem;line-height:1.3;margin:1.6rem 0 .5rem}
        p{margin:.5rem 0}.lead{color:var(--soft)}small,.small{font-size:.86rem;color:var(--soft)}
        .panel{background:var(--panel);border:1px solid var(--line);border-radius:1.1rem;padding:1.6rem;
        box-shadow:var(--shadow)}
        .panel+.panel{margin-top:1.1rem}
        @media(max-width:30rem){main{padding:1rem .85rem 2rem}.panel{padding:1.2rem;border-radius:.9rem}
        .bar{padding:.75rem 1rem}h1{font-size:1.45rem}}

        """

    private static let forms = """
        form{margin:0}
        .field{margin:1.05rem 0}
        label{display:block;font-weight:600;margin-bottom:.3rem}
        input:not([type=checkbox]):not([type=radio]){width:100%;font:inherit;color:inherit;background:var(--panel);
        padding:.7rem .85rem;border:1.5px solid #7c839b;border-radius:.7rem;min-height:3rem}
        [dir=rtl] input[dir=ltr]{text-align:right}
        input.code{font-size:1.5rem;letter-spacing:.5em;text-align:center;font-variant-numeric:tabular-nums}
        input[aria-invalid=true]{border-color:var(--bad)}
        .hint{color:var(--soft);font-size:.9rem;margin:0 0 .35rem}
        .fault{color:var(--bad);font-size:.92rem;font-weight:600;margin:.35rem 0 0}
        .box{display:grid;grid-template-columns:auto 1fr;gap:.2rem .75rem;align-items:start}
        .box label{font-weight:400;margin:0}.box .fault{grid-column:2}
        input[type=checkbox],input[type=radio]{width:1.35rem;height:1.35rem;margin:.1rem 0;accent-color:var(--accent)}
        fieldset{border:0;padding:0;margin:1.05rem 0}legend{font-weight:600;padding:0;margin-bottom:.5rem}
        .choice{display:flex;gap:.8rem;align-items:center;border:1.5px solid var(--line);border-radius:.8rem;
        padding:.8rem .9rem;margin:.5rem 0;font-weight:400;cursor:pointer}
        .choice:has(:checked){border-color:var(--accent);background:var(--accent-soft)}
        .choice bdi{font-weight:600}bdi[dir=ltr]{white-space:nowrap}
        button,.button{display:inline-block;font:inherit;font-weight:650;cursor:pointer;border-radius:.75rem;
        padding:.75rem 1.2rem;min-height:3rem;border:1.5px solid transparent;text-align:center;text-decoration:none}
        button.main,.button.main{background:var(--accent);color:var(--accent-ink)}
        button.quiet,.button.quiet{background:transparent;color:var(--accent);border-color:var(--line)}
        button.bare{background:none;border:0;padding:.3rem 0;min-height:0;color:inherit;font-weight:inherit}
        button.bare:hover{text-decoration:underline}
        button.danger{background:transparent;color:var(--bad);border-color:var(--bad)}
        button:hover:not(.bare),.button:hover{filter:brightness(1.06)}
        button:disabled,form[aria-busy] button{opacity:.6;cursor:default}
        .actions{display:flex;flex-direction:column;gap:.7rem;margin-top:1.4rem}
        .actions button,.actions .button{width:100%}
        .pair{display:grid;grid-template-columns:1fr 1fr;gap:.9rem;margin:1.05rem 0}
        .pair.short{grid-template-columns:7.5rem 1fr}.pair .field{margin:0}
        .actions form{display:contents}
        .row{display:flex;flex-wrap:wrap;gap:.7rem;align-items:center}
        @media(prefers-reduced-motion:no-preference){button,.button{transition:filter .15s}}

        """

    private static let pieces = """
        .alert{background:var(--bad-soft);color:var(--bad);border-radius:.75rem;padding:.8rem 1rem;font-weight:600;
        margin:0 0 1rem}
        .notice{background:var(--note-soft);color:var(--note);border-radius:.75rem;padding:.8rem 1rem;margin:1rem 0}
        .success{background:var(--good-soft);color:var(--good);border-radius:.75rem;padding:.8rem 1rem;margin:1rem 0}
        .sign{width:3.6rem;height:3.6rem;display:block;margin:.2rem auto .9rem}
        .sign path{fill:none;stroke:currentColor;stroke-width:3.5;stroke-linecap:round;stroke-linejoin:round}
        .sign.good{color:var(--good)}.sign.good circle{fill:var(--good-soft)}
        .sign.bad{color:var(--bad)}.sign.bad circle{fill:var(--bad-soft)}
        .sign.note,.sign.waiting{color:var(--note)}.sign.note circle,.sign.waiting circle{fill:var(--note-soft)}
        .result{text-align:center}.result .actions{text-align:center}
        .steps{display:flex;gap:.4rem;margin:0 0 1.1rem}
        .steps span{flex:1;height:.3rem;border-radius:.2rem;background:var(--line)}
        .steps span.done{background:var(--accent)}
        .card{position:relative;display:block;width:100%;max-width:17rem;aspect-ratio:1.586;border-radius:1rem;
        color:#fff;padding:1rem 1.1rem;text-align:start;background:linear-gradient(135deg,#2b2f77,#5a3ea6 60%,#8b4cc2);
        box-shadow:0 10px 24px -10px rgb(22 26 43/.5);overflow:hidden}
        .card.style-1{background:linear-gradient(135deg,#064e4e,#0b7a75 55%,#2fa39a)}
        .card.style-2{background:linear-gradient(135deg,#1f2937,#374151 55%,#5b6678)}
        .card.style-3{background:linear-gradient(135deg,#7c2d12,#b45309 60%,#d9822b)}
        .card .issuer{font-weight:650;letter-spacing:.01em}
        .card .chip{position:absolute;inset-inline-start:1.1rem;top:42%;width:2.3rem;height:1.7rem;
        border-radius:.35rem;background:linear-gradient(135deg,#f1dfa5,#c9a94f)}
        .card .number{position:absolute;inset-inline:1.1rem;bottom:.9rem;letter-spacing:.08em;
        font-variant-numeric:tabular-nums;font-size:.95rem}
        .center{display:grid;justify-items:center;gap:.5rem;text-align:center;margin:1.2rem 0}
        .phone-only{display:none}
        @media(max-width:30rem){.phone-only{display:block}}

        """

    private static let lists = """
        .cards{list-style:none;padding:0;margin:1rem 0;display:grid;gap:1rem;
        grid-template-columns:repeat(auto-fill,minmax(17rem,1fr))}
        .cards>li{background:var(--panel);border:1px solid var(--line);border-radius:1.1rem;padding:1.1rem;
        box-shadow:var(--shadow);display:flex;flex-direction:column;gap:.8rem}
        .cards .card{max-width:none}
        .cards form{display:contents}.cards button,.cards .button{width:100%;margin-top:auto}
        .facts{display:grid;grid-template-columns:max-content 1fr;gap:.35rem 1.2rem;margin:.8rem 0}
        .facts dt{color:var(--soft)}.facts dd{margin:0;font-weight:600;overflow-wrap:anywhere}
        .tag{display:inline-block;font-size:.82rem;font-weight:650;border-radius:2rem;padding:.15rem .7rem;
        background:var(--accent-soft);color:var(--accent)}
        .tag.good{background:var(--good-soft);color:var(--good)}.tag.bad{background:var(--bad-soft);color:var(--bad)}
        .tag.note{background:var(--note-soft);color:var(--note)}
        table{width:100%;border-collapse:collapse}th,td{text-align:start;padding:.55rem .5rem;
        border-bottom:1px solid var(--line)}th{color:var(--soft);font-weight:600;font-size:.9rem}
        code{font:.92em ui-monospace,SFMono-Regular,Menlo,monospace;overflow-wrap:anywhere}
        details{margin:.8rem 0}summary{cursor:pointer;font-weight:600}

        """
}
