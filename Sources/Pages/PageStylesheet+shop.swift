// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

extension PageStylesheet {
    /// The shop's: a warm front, its plants, and a till beside the basket where there is room.
    static let shop = """
        [hidden]{display:none!important}
        .brand-shop{--paper:#f6f4ec;--line:#dfdccd;--leaf:#3f8a4a;--leaf-light:#6fb06a;--pot:#c4694a;--rim:#d5805f;
        --earth:#e4e6d6;--tint:#eaf0e0}
        @media(prefers-color-scheme:dark){.brand-shop{--paper:#10150f;--panel:#182017;--line:#344133;--leaf:#4f9a59;
        --leaf-light:#7fbf78;--pot:#b0603f;--rim:#c57a57;--earth:#222c20;--tint:#1d281b}}
        .brand-shop .menu a{display:flex;align-items:center;gap:.4rem;padding:.4rem .8rem;border-radius:2rem}
        .brand-shop .menu a:hover{text-decoration:none;background:var(--accent-soft)}
        .brand-shop .menu [aria-current]{background:var(--accent-soft);color:var(--accent)}
        .hero{padding:1.2rem 0 .6rem}.hero h1{font-size:clamp(1.8rem,5vw,2.7rem)}.hero .lead{font-size:1.1rem}
        .goods{list-style:none;padding:0;margin:1.2rem 0;display:grid;gap:1.2rem;
        grid-template-columns:repeat(auto-fit,minmax(min(100%,16rem),1fr))}
        .offer{background:var(--panel);border:1px solid var(--line);border-radius:1.2rem;overflow:hidden;
        box-shadow:var(--shadow);display:flex;flex-direction:column}
        .offer>.plant{width:100%;height:14.5rem;padding:1.2rem 0 .6rem;background:var(--tint)}
        .offer>div{padding:1.1rem 1.3rem 0}.offer h2{margin:0}.offer p{color:var(--soft);margin:.2rem 0}
        .offer form{display:flex;align-items:center;justify-content:space-between;gap:.8rem;padding:.8rem 1.3rem 1.3rem;
        margin-top:auto}
        .price,.offer .price{font-weight:650;color:var(--ink);margin:0;white-space:nowrap;
        font-variant-numeric:tabular-nums}
        .offer .price{font-size:1.15rem}
        .plant .ground{fill:var(--earth)}.plant .pot{fill:var(--pot)}.plant .rim{fill:var(--rim)}
        .plant .leaf{fill:var(--leaf)}.plant .light{fill:var(--leaf-light)}.plant .fruit{fill:#4a4f3a}
        .plant .stem,.plant .trunk{fill:none;stroke:var(--leaf);stroke-width:3;stroke-linecap:round}
        .plant .trunk{stroke:#8a6a4a;stroke-width:5}
        .plant .frond{fill:none;stroke:var(--leaf-light);stroke-width:17;stroke-dasharray:4 3.4}
        .plant .cut{fill:none;stroke:var(--tint);stroke-width:3.4;stroke-linecap:round}
        .lines,.short{list-style:none;padding:0;margin:0}
        .lines li{display:grid;grid-template-columns:4.5rem 1fr auto 6rem auto;gap:1rem;align-items:center;
        padding:.8rem 0;border-bottom:1px solid var(--line)}
        .lines .plant,.short .plant{width:4.5rem;height:4.2rem;border-radius:.8rem;background:var(--tint);padding:.2rem}
        .lines h2,.lines p{margin:0}.lines .price{text-align:end}
        .count{display:flex;align-items:center;gap:.6rem}.count span{min-width:1.2rem;text-align:center;font-weight:650}
        button.round{width:2.5rem;height:2.5rem;min-height:0;padding:0;border-radius:50%;background:none;
        border:1.5px solid var(--line);color:var(--accent);font-size:1.1rem;line-height:1}
        .short li{display:flex;align-items:center;gap:.8rem;padding:.55rem 0;border-bottom:1px solid var(--line)}
        .short li>:nth-last-child(n+2):not(.plant):not(.tag){margin-inline-end:auto}
        .short:last-child li:last-child{border-bottom:0}
        .short .plant{width:3rem;height:2.9rem;flex:none}
        .sums{display:grid;grid-template-columns:1fr auto;gap:.3rem 1rem;margin:.9rem 0 0}
        .sums dd{margin:0;text-align:end}.sums .total{font-weight:700;font-size:1.15rem}
        .actions.end{align-items:flex-end}.actions.end .button{width:auto}
        .till{display:grid;gap:1.2rem;grid-template-columns:minmax(0,1.35fr) minmax(0,1fr);align-items:start;
        margin-top:1.1rem}
        .till h2{margin-top:0}.till h3{font-size:1rem;margin:1.1rem 0 .3rem}
        .wallet h2{display:flex;align-items:center;gap:.6rem}.wallet h2 .mark{width:1.7rem;height:1.7rem}
        .wallet h2 .mark rect{fill:#3b3fd8}.wallet h2 .mark path{stroke:#fff}.wallet h2 .mark circle{fill:#fff}
        .wallet h3{font-size:1.1rem;margin:.9rem 0 .4rem}.wallet :is(h3,legend):focus{outline:none}
        .waiting{display:flex;align-items:center;gap:.7rem}
        .waiting::before{content:"";width:1.1rem;height:1.1rem;border-radius:50%;border:3px solid var(--line);
        border-top-color:var(--accent)}
        @media(prefers-reduced-motion:no-preference){.waiting::before{animation:turn 1s linear infinite}}
        @keyframes turn{to{transform:rotate(1turn)}}
        .who{display:flex;flex-wrap:wrap;align-items:baseline;gap:.2rem .8rem;color:var(--soft);
        margin:0 0 .4rem}
        #channels:empty{display:none}.wallet .center{margin:1.1rem 0 0}
        .wallet .pair{align-items:end}
        button.link{color:var(--accent);text-decoration:underline;text-underline-offset:.18em}
        .card-choice .mini{width:3.4rem;aspect-ratio:1.586;border-radius:.4rem;flex:none;
        background:linear-gradient(135deg,#2b2f77,#8b4cc2)}
        .mini.style-1{background:linear-gradient(135deg,#064e4e,#2fa39a)}
        .mini.style-2{background:linear-gradient(135deg,#1f2937,#5b6678)}
        .mini.style-3{background:linear-gradient(135deg,#7c2d12,#d9822b)}
        .face{display:grid;margin-inline-end:auto}.off{cursor:default}.off .mini{filter:grayscale(1);opacity:.6}
        div.choice{cursor:default}.small-button{padding:.4rem .8rem;min-height:2.6rem}
        .other{opacity:.85}.other p{color:var(--soft)}.staff form{display:contents}
        select{font:inherit;color:inherit;background:var(--panel);width:100%;min-height:2.9rem;padding:.5rem .7rem;
        border:1.5px solid #7c839b;border-radius:.7rem}
        .preferences summary{padding:.1rem 0}address{font-style:normal;display:grid}
        @media(max-width:46rem){.till{grid-template-columns:minmax(0,1fr)}.till>div{display:contents}
        .till .panel{margin-top:0}.till .summary{order:-1}.till .preferences{order:1}}
        @media(max-width:34rem){.lines li{grid-template-columns:3.6rem 1fr auto;row-gap:.4rem}
        .lines .plant{width:3.6rem;height:3.4rem;grid-row:span 2}.lines .count{grid-column:2}
        .lines li>form{grid-column:3;justify-self:end;grid-row:1}.lines .price{grid-column:3}
        .actions.end{align-items:stretch}div.choice{flex-wrap:wrap}.small-button{flex-basis:100%}
        .brand-shop .menu{gap:0}.brand-shop .menu a{padding:.35rem .5rem;font-size:.95rem}.offer>.plant{height:12rem}}

        """
}
