"""Articles of the newsroom's kind. The sentences are made up: no figure, date or statement in them is true."""

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
Explore more about chips made in China here. Subscribe to our letter and miss none of it.
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
Cameras used to send their pictures away to be understood, and the bill for it grew with every glance. Now Optiq, a company from Lyon, wants the camera to do the work. The number of cameras that think could pass 900 million by 2030.
“We counted the cost of every glance,” said Ines Marchetti, who runs Optiq. “Then we stopped paying it.”
Optiq released Glance 4B in February 2026. The model has 4 billion parameters, fits into 3 GB of memory and is published under the MIT License. A larger sibling, Glance 12B, was announced for the summer of 2026 but has been delayed to early 2027.
The company says that 52,000 cameras in nine countries run its models today. A survey by Bellwether Data found that 61% of shops would rather keep their pictures at home, and Reuters reported that Optiq is in talks to raise €45 million.
Others are not far behind. Parallax Labs, owned by the retailer Marchand Group, introduced Peek 2 on 3 March 2026 – with 7 billion parameters – and promises a version half its size by October 2026.
Note: Nothing here says that a camera should think. It says only what it costs when it does.
Reader Question: “Who owns what the camera has seen?” — Whoever owns the camera, says the law in most countries; ask again next year.
"""

GRANITE = """\
Granite Compute Bets on Small Models
Granite Compute has cut the price of its smallest model to $0.05 per million input tokens and $0.20 per million output tokens.

The Price War
Granite Compute's Pebble 7B has a context window of 128K tokens. It costs a tenth of what OpenAI charges for GPT-5.
Key Point: Cheap is not the same as small.

Frequently Asked Questions
Q: What is Pebble 7B?
A: A model with 7 billion parameters.

Q: Is it open?
A: Yes, under the Apache 2.0 licence.

Read more on small models here.
"""

KIMI = """\
Moonshot’s Gamble: Kimi (月之暗面) and the Long Context
Moonshot AI (月之暗面), the maker of Kimi, has bet on long memory — and on patience.
Kimi’s Memory
Kimi K2 Thinking, released on 6 November 2025, has a context window of 256,000 tokens. Zhipu AI (智谱) answered with GLM-4.6 in September 2025.
Did you know – “Kimi” is the nickname of a founder.
StepFun (阶跃星辰) and MiniMax (稀宇科技) have not waited: MiniMax launched MiniMax M2 in October 2025 with 230 billion parameters, of which 10 billion are active.
FAQ
– What is Kimi? Kimi is Moonshot AI’s chatbot.
– How much did Moonshot AI raise? About $500 million in 2025.
Reader Question: “Is K2 open?” — Yes, under a modified MIT licence.
To learn more about long context, click here.
"""

ASCEND = """\
Huawei’s Other Chip: The Story of Ascend

Huawei will ship 600,000 Ascend 910C chips in 2026, according to Bloomberg.

1. The Factory

Huawei builds the Ascend 910C with SMIC. SMIC’s yield is about 40%.

2. The Customers

ByteDance ordered more than 100,000 chips in 2025. Alibaba and Tencent have ordered fewer.

Warning: Export rules change often.

FAQs

1. What is Ascend?
Ascend is Huawei’s family of AI chips.

2. Who buys it?
Mostly Chinese cloud companies.
Some universities, too.

3. Is it as fast as the H100?
No.

Stay tuned for our next story.
"""

OWNERS = """\
Who Owns What in AI
Amazon, which owns Twitch, has put $8 billion into Anthropic, the maker of Claude.
Meta Platforms
Meta, the owner of WhatsApp and Instagram, bought Manus in December 2025 for more than $2 billion. xAI, owned by Elon Musk, merged with X in March 2025.
Google DeepMind, a unit of Alphabet, released Gemini 3 Pro on 18 November 2025.
Ant Group, an affiliate of Alibaba, runs Alipay. Its model Ling 2.0 has 1 trillion parameters.
"""

COMING = """\
What Is Coming This Spring
DeepSeek is preparing to launch DeepSeek-V4 in mid-February, people close to the company say. Xiaomi plans to release MiMo 2 next month.
Rumours and Facts
Tencent’s Hunyuan 4 is expected in the second quarter of 2026. Baidu reportedly delayed Ernie 6 to late 2026.
StepFun will release Step 4 before the Spring Festival.
The app Yuanbao, made by Tencent, could reach 100 million daily active users this year.
"""

WEIGHTS = """\
Open Weights, Closed Doors
Three models came out in one week, and each has another licence.
Small and Free
Microsoft released Phi-5 on 2 February 2026 under the MIT licence. It has 14B parameters and a 64k context window.
Large and Not So Free
Meta released Llama 5 on 4 February 2026 under its own community licence. The model has 400B parameters, 17B active, and was trained on 30T tokens. Training took 7.4 million GPU hours.
Google’s Gemma 4, with 27B parameters, follows on 6 February 2026.
FAQ
- Which is free? Phi-5 is.
Learn more about licences here!
"""

CLOUDS = """\
Alibaba Cloud’s Best Quarter
Alibaba Cloud’s revenue grew 34% to 39.8 billion yuan in the third quarter of 2025.
Who Else Grew
Tencent Cloud grew by 16% in Q3, IDC says. Huawei Cloud has a market share of 18%.
Alibaba plans to invest 380 billion yuan over the next three years.
Counterpoint estimates that Alibaba Cloud served over 500,000 customers in 2025.
Frequently asked questions (FAQ)
What is Alibaba Cloud?
Alibaba Cloud is the cloud unit of Alibaba.
Is it profitable?
Yes. It has been since 2022.
Subscribe to our newsletter for more.
"""

DOUBAO = """\
豆包之后：字节跳动的下一步
字节跳动计划在2026年2月发布豆包2.0。豆包的月活用户已超过1.63亿。
竞争对手的回应
阿里巴巴旗下的通义千问正在追赶。阿里巴巴2025年的资本开支为1200亿元。
你知道吗？豆包最早只是一个内部项目。
据IDC的数据，中国人工智能云市场2024年规模约为90亿美元。
常见问题
问：豆包是什么？答：豆包是字节跳动的聊天机器人。
问：豆包免费吗？答：免费。
读者提问：“海外能用吗？”——暂时不能。
点击此处了解更多关于人工智能的内容。
"""

TAMARIND = """\
Tamarind and the Monsoon Models
Tamarind Labs, a start-up from Bengaluru, launched its assistant Boli on 2 June 2026. It speaks eleven languages. By the end of July 2026 Boli had 3.4 million users.
Money From Afar
Tamarind Labs raised ₹900 million from Seawall Ventures. The round values the start-up at $210 million.
Its rivals Kite AI and Peepal are catching up: Kite AI plans to release Udaan 2 by October 2026, while Peepal’s app Chai has between 400,000 and 600,000 users.
The Model Behind It
Boli runs on Varsha 1.5, an open-weight model with 13B parameters (3B active) that was trained on 2.1 trillion tokens. Its context window holds 200k tokens. Varsha 1.5 costs $0.12 per million input tokens.
Did you know? “Boli” means “speech.”
FAQ
- Who makes Boli? Tamarind Labs makes Boli.
- Under which licence is Varsha 1.5 published? Varsha 1.5 is published under Apache 2.0.
Explore more about India’s labs here. Subscribe to our letter and miss none of it.
"""

NIMBUS = """\
Did you know? The first Nimbus server ran on a kitchen table.
Nimbus and the Cloud Below: A Start-up Takes On Tencent
Nimbus AI, a start-up from Wuhan, says its assistant Puff has 41 million monthly active users. Tencent, the owner of Weixin, is watching closely.
Why Tencent Worries
Tencent's Hunyuan 3 was released on 12 March 2026. The company spent 18.5 billion yuan on servers in 2025, and it expects to spend 25 billion yuan in 2026.
Pro Tip - Compare the price per token before you sign.
What Nimbus Wants
Nimbus AI plans to launch Puff 2 in May 2026. It raised $120 million in a round led by Hillside Capital.
FAQ
- What is Puff? Puff is Nimbus AI's assistant.
- Who owns Weixin? Tencent does.
Reader Question: "Is Puff free?" - Yes, for now.
Reader Question: "Does it speak Wu?" - Not yet.
Reader Question: "Who pays?" - Advertisers, mostly.
Explore more about assistants here. Subscribe to our newsletter.
"""

TEXTS = {
    "chips": CHIPS,
    "chinese": CHINESE,
    "plain": PLAIN,
    "granite": GRANITE,
    "kimi": KIMI,
    "ascend": ASCEND,
    "owners": OWNERS,
    "coming": COMING,
    "weights": WEIGHTS,
    "clouds": CLOUDS,
    "doubao": DOUBAO,
    "tamarind": TAMARIND,
    "nimbus": NIMBUS,
}
