"""Three articles of the newsroom's kind, with invented companies, models and figures."""

CHIPS = """\
The Quiet Harbour: How Corvane Built a Chip Nobody Expected
A small firm from Suzhou has put an inference chip on the market that costs a third of what its rivals ask. Corvane expects to ship 400,000 units by the end of 2027, and the market for such chips is forecast to reach $31 billion by 2029.
From a Garage to a Foundry
Corvane Semiconductor was founded in 2019 by two engineers who had left the telecoms giant Hallam Group. The company employs about 640 people and raised 1.2 billion yuan in March 2026 from investors led by Pinewater Capital. Its first product, the Heron board, sold fewer than 3,000 pieces.
Did you know? The Heron board was named after a bird that nested on the roof of the laboratory, and it took 14 months to design.
The New Board
The company unveiled Heron 2 on 14 April 2026 and plans to launch Heron 3 in the first half of 2027. Heron 2 holds 96 GB of memory, 50% more than the board before it. According to Tessel Research, the chip reached 18% of the domestic market in the second quarter of 2026.
Hallam Group has not answered yet. The group says that its own board, Osprey, will arrive “soon.” Its cloud unit, Hallam Cloud, already rents out Heron boards by the hour.
Pro Tip: Ask for the price of a year, not of an hour. Leases shorter than three months cost up to 40% more.
What Buyers Should Watch
A chip is only as good as its software. Corvane’s toolkit, Wader, has been downloaded more than 2 million times, yet analysts at Tessel Research estimate that only 9,000 developers use it every month.
FAQ
- Who makes Heron? Heron is made by Corvane Semiconductor, a company from Suzhou.
- How much memory does Heron 2 have? It has 96 GB of memory.
- Will Heron 3 be sold abroad? That has not been decided.
Reader Question: “Can I buy a single board?” – Not yet, because Corvane sells them in cabinets of eight.
Reader Question (Maren, Oslo): “Does it run the usual models?” – Most of them run, but some need a week of work.
Explore more about chips made in China here. Subscribe to our newsletter for the latest insights and analysis.
"""

CHINESE = """\
Did you know? The character for lamp is older than the lamp itself.
Lamplight in Chengdu: Three Labs and One Language
Three Chinese laboratories want to teach machines the dialects of Sichuan. The largest of them, Mingdeng AI (明灯智能), says its assistant Xiaodeng (小灯) is used by 27 million people a month.
Mingdeng AI's First Step
Mingdeng AI, the maker of Xiaodeng, released Denglong 1.5 (灯笼 1.5) in January 2026 under the Apache 2.0 license. The model has 72 billion parameters and was trained on 4.5 trillion tokens. Its successor, Denglong 2.0, is expected around Lunar New Year 2027.
The Rivals Answer
Startups such as Shuimo (水墨) and Qingfeng Technology (清风科技) have not waited. Shuimo launched its chatbot Moyu in May 2026, and Qingfeng Technology is preparing to release Fengling 3 in Q4 2026. Shuimo charges $0.30 per million input tokens; Qingfeng Technology asks for $0.45.
Analysts at Lanting Institute expect that the market for dialect services will grow to 8 billion yuan by 2028.
Who Will Pay
Hospitals and courts will. Mingdeng AI earned 310 million yuan in 2025, nearly twice as much as in 2024, when it had 160 million yuan.
Pro Tip - Record the speakers before you record the words; a dialect has more voices than spellings.
Frequently Asked Questions
Q: What is Xiaodeng?
A: Xiaodeng is an assistant by Mingdeng AI that understands nine dialects.
Q: How large is Denglong 1.5?
A: It has 72 billion parameters.
Reader Question: "Will it understand my grandmother?" - It may, if she comes from Chengdu.
Read more about language models here.
"""

PLAIN = """\
The Price of a Glance: Cameras That Think for Themselves
Cameras used to send their pictures away to be understood, and the bill for it grew with every glance. Now Optiq, a company from Lyon, wants the camera to do the work, and the number of cameras that think could pass 900 million by 2030.
“We counted the cost of every glance,” said Ines Marchetti, who runs Optiq. “Then we stopped paying it.”
Optiq released Glance 4B in February 2026. The model has 4 billion parameters, fits into 3 GB of memory and is published under the MIT License. A larger sibling, Glance 12B, was announced for the summer of 2026 but has been delayed to early 2027.
The company says that 52,000 cameras in nine countries run its models today. A survey by Bellwether Data found that 61% of shops would rather keep their pictures at home, and Reuters reported that Optiq is in talks to raise €45 million.
Others are not far behind. Parallax Labs, owned by the retailer Marchand Group, introduced Peek 2 on 3 March 2026 – with 7 billion parameters – and promises a version half its size by October 2026.
Note: Nothing here says that a camera should think. It says only what it costs when it does.
Reader Question: “Who owns what the camera has seen?” — Whoever owns the camera, says the law in most countries; ask again next year.
"""
