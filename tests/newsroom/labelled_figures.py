"""Sentences in the manner of the news with the figures that should be found in them.

A figure is written {words|value unit qualifier nature as_of subject}: a range is low..high, "-" is nothing, and
the three that are mostly the same (exactly, measured, -) may be shortened to one "=". The sentences are made
up: treat no figure, date or statement in them as true.
"""

# The records that exist while the sentences are read: names and, after "=" or a space, other names.
COMPANIES = """ByteDance 字节跳动; Alibaba 阿里巴巴; Alibaba Cloud=阿里云; Ant Group=蚂蚁集团; Tencent 腾讯 Tencent_Holdings;
    Tencent Cloud=腾讯云; DeepSeek 深度求索; Moonshot AI=月之暗面; Zhipu AI=智谱; Baidu 百度; Huawei 华为; MiniMax 稀宇科技;
    OpenAI; Anthropic; Google 谷歌; Google DeepMind; Meta; Apple; Microsoft 微软; NVIDIA 英伟达; Mistral AI=Mistral; xAI"""
PRODUCTS = "TikTok; Douyin 抖音; Weixin WeChat 微信; Yuanbao 元宝 腾讯元宝; Taobao; Alipay 支付宝; ChatGPT"
FAMILIES = "Doubao 豆包; SeedDream; SeedDance; Qwen 千问 通义千问; Hunyuan 混元; ERNIE 文心; Kimi; GLM; GPT; Claude; Gemini; Llama; Grok"
MODELS = """Doubao 2.0; SeedDream 5.0; SeedDance 2.0; Qwen3 通义千问3; Qwen 3.5; Qwen 3.5-Max; Hunyuan 2.0=混元2.0;
    ERNIE 5.0=文心5.0; DeepSeek-V3; DeepSeek-R1; Kimi K2; GLM-4.5; GPT-5; GPT-5.1; o3; Gemini 3 Pro; Llama 4"""
MARKETS = "AI cloud in China=Chinese AI cloud market=中国AI云市场; Digital commerce in China=China’s digital commerce"

SENTENCES = """
Doubao had {163 million|163000000 people exactly measured 2025-12 Doubao} monthly active users in December 2025.
By March 2026, Doubao had passed {200 million|200000000 people over measured 2026-03 Doubao} daily users.
More than {36 million|36000000 people over measured - Kimi} people opened Kimi last month.
Tencent said Yuanbao had nearly {41 million|41000000 people about measured - Yuanbao} users.
According to QuestMobile, {172 million|172000000 people exactly measured 2025-35 Doubao} people used Doubao in the third quarter of 2025.
ByteDance expects Doubao to reach {300 million|300000000 people exactly forecast 2027 Doubao} users by 2027.
Alibaba plans to invest {380 billion yuan|380000000000 CNY exactly forecast - Alibaba} over three years.
Baidu reported revenue of {RMB 31.2bn|31200000000 CNY exactly measured 2025-35 Baidu} for Q3 2025.
Revenue at Alibaba Cloud rose {26%|26 percent exactly measured 2025-34 Alibaba Cloud} in the second quarter of 2025.
Analysts estimate that OpenAI lost about {$5 billion|5000000000 USD about estimated 2024 OpenAI} in 2024.
Moonshot AI is seeking {$500 million|500000000 USD exactly forecast - Moonshot AI} at a valuation of {$4.3 billion|4300000000 USD exactly forecast - Moonshot AI}.
Moonshot AI raised {$1 billion|1000000000 USD exactly measured 2024-02 Moonshot AI} from Alibaba in February 2024.
DeepSeek-V3 has {671B parameters|671000000000 parameters = DeepSeek-V3}, {37B|37000000000 parameters = DeepSeek-V3} active.
Kimi K2 has {one trillion parameters|1000000000000 parameters = Kimi K2}, of which {32 billion|32000000000 parameters = Kimi K2} are active for each token.
DeepSeek trained DeepSeek-V3 in {2.788 million H800 GPU hours|2788000 GPU-hours = DeepSeek-V3}.
Qwen3 was trained on {36 trillion tokens|36000000000000 tokens = Qwen3} covering {119|119 count = Qwen3} languages.
GPT-5 costs {$1.25 per million input tokens|1.25 USD/Mtoken = GPT-5} and {$10 per million output tokens|10 USD/Mtoken = GPT-5}.
Anthropic charges {$3 per million input tokens|3 USD/Mtoken = Claude} for Claude.
GLM-4.5 handles up to {128k tokens|128000 tokens under measured - GLM-4.5} of context.
Gemini 3 Pro accepts as many as {1 million tokens|1000000 tokens under measured - Gemini 3 Pro} at once.
OpenAI has fewer than {5,000|5000 people under measured - OpenAI} employees.
DeepSeek employs around {200|200 people about measured - DeepSeek} researchers in Hangzhou.
Llama 4 has been downloaded more than {5 million|5000000 count over measured - Llama 4} times.
NVIDIA shipped {1.3 million|1300000 count exactly measured 2025-01/2025-06 NVIDIA} chips in the first half of 2025.
Huawei aims to make {600,000|600000 count exactly forecast 2026 Huawei} chips in 2026.
NVIDIA's revenue reached {$57 billion|57000000000 USD exactly measured 2025-08/2025-10 NVIDIA} in the quarter that ended in October 2025.
Alibaba's revenue in the year to March 2026 was {1.02 trillion yuan|1020000000000 CNY exactly measured 2025-04/2026-03 Alibaba}.
Microsoft will spend at least {$80 billion|80000000000 USD over forecast 2025 Microsoft} on data centres in 2025.
The Chinese AI cloud market is projected to reach approximately {$90 billion|90000000000 USD about forecast 2030 AI cloud in China} by 2030.
China’s digital commerce was worth {$2.3 trillion|2300000000000 USD exactly measured 2023 Digital commerce in China} in 2023, Statista said.
Sales of smart glasses in Europe rose {12%|12 percent exactly measured 2024 -} in 2024.
The margin of Baidu fell by {3 percentage points|3 percent exactly measured - Baidu} to {19%|19 percent exactly measured - Baidu}.
Baidu's shares fell {4.5 per cent|4.5 percent = Baidu} on Tuesday.
Weixin is thought to have more than {1.3 billion|1300000000 people over estimated - Weixin} users.
Unlike Doubao, Kimi has only {36 million|36000000 people = Kimi} users.
Doubao, owned by ByteDance, counts {163 million|163000000 people = Doubao} monthly users.
Qwen, which competes with Doubao, has {30 million|30000000 people = Qwen} users.
OpenAI said ChatGPT had {800 million|800000000 people = ChatGPT} weekly users, up from {500 million|500000000 people = ChatGPT} in spring.
ByteDance's Doubao has {163 million|163000000 people = Doubao} users, Tencent's Yuanbao {41 million|41000000 people = Yuanbao}.
Doubao and Kimi have {163 million|163000000 people = Doubao} and {36 million|36000000 people = Kimi} users respectively.
Apple could pay {$1 billion|1000000000 USD exactly forecast - Apple} a year for Gemini.
xAI is valued at between {$180 billion and $200 billion|180000000000..200000000000 USD = xAI}.
Mistral AI raised {€1.7 billion|1700000000 EUR exactly measured 2025-09 Mistral AI} in September 2025.
Mistral AI wants to raise {2 billion euros|2000000000 EUR exactly forecast - Mistral AI}.
The price of Qwen 3.5-Max fell {50%|50 percent = Qwen 3.5-Max} to {$0.80 per million tokens|0.80 USD/Mtoken = Qwen 3.5-Max}.
Hunyuan 2.0 needs {640 GB|640 GB = Hunyuan 2.0} of memory.
Qwen3 comes in sizes from {0.6 billion to 235 billion parameters|600000000..235000000000 parameters = Qwen3}.
Google DeepMind has some {6,000|6000 people about measured - Google DeepMind} staff.
Meta plans to spend {$60–65 billion|60000000000..65000000000 USD exactly forecast 2025 Meta} in 2025.
{Half a million|500000 people = Claude} developers use Claude.
Over {one million|1000000 people over measured - Alipay} merchants accept Alipay.
Zhipu AI’s loss narrowed to {¥2.4bn|2400000000 CNY exactly measured 2024 Zhipu AI} in 2024 from {¥3bn|3000000000 CNY exactly measured 2023 Zhipu AI} in 2023.
MiniMax's revenue grew from {$30 million|30000000 USD exactly measured 2023 MiniMax} in 2023 to {$70 million|70000000 USD exactly measured 2024 MiniMax} in 2024.
Tencent Cloud cut prices by up to {97 percent|97 percent under measured - Tencent Cloud}.
By the end of 2027, Huawei hopes to have sold {2 million|2000000 count exactly forecast 2027-12-31 Huawei} accelerators.
Douyin had {750 million|750000000 people exactly measured 2025-06-30 Douyin} daily users at the end of June 2025.
Taobao saw {10 billion|10000000000 count exactly measured - Taobao} visits.
Bloomberg reported that ByteDance could be valued at {US$480 billion|480000000000 USD exactly forecast - ByteDance}.
The {70B|70000000000 parameters = -} model is small.
Meta's Llama 4 is a {400B-parameter|400000000000 parameters = Llama 4} model.
Ant Group has {16,000|16000 people exactly measured 2025-05 Ant Group} employees, the company said in May 2025.
ERNIE 5.0 scored {88.5%|88.5 percent = ERNIE 5.0} on the test.
Grok will have {1 million|1000000 count exactly forecast 2026-12-31 Grok} GPUs behind it by the end of 2026.
Tencent's quarterly profit fell {19%|19 percent exactly measured 2025-33 Tencent} in the first quarter of 2025.
The AI cloud in China grew by {34%|34 percent exactly measured 2024 AI cloud in China} in 2024 and will be worth {$40 billion|40000000000 USD exactly forecast 2028 AI cloud in China} in 2028.
Counterpoint analysts put sales of NVIDIA at {$130 billion|130000000000 USD exactly estimated 2025 NVIDIA} in 2025.
OpenAI generated {$4.3 billion|4300000000 USD exactly measured 2025-01/2025-06 OpenAI} in the first six months of 2025.
Anthropic aims for {$20 billion to $26 billion|20000000000..26000000000 USD exactly forecast 2026 Anthropic} in revenue in 2026.
Microsoft has roughly {228,000|228000 people about measured 2025-06-30 Microsoft} employees as of 30 June 2025.
Kimi's share of the market is under {5%|5 percent under measured - Kimi}.
ChatGPT accounts for {60.5 percent|60.5 percent = ChatGPT} of visits.
DeepSeek-R1 was released on 20 January 2025.
Qwen 3.5 came out after 18 months of work, with version 2.1 of the tool on page 12.
OpenAI introduced GPT-5 on 7 August 2025 at 10:00 a.m. and answered questions for 90 minutes.
DeepSeek topped the chart within 7 days and stayed no. 1 for three weeks.
Call Baidu on +86 10 5992 8888 or see chapter 3.
Billions of dollars went into OpenAI, and dozens of start-ups followed.
Huawei makes chips at 7 nanometres.
Three models from Alibaba made the top 10.
Tencent paid HK$500 million for the stake.
NVIDIA ranks 1st in the Fortune 500.
Apple sells the iPhone 17 with iOS 26.
Alibaba Cloud runs {91|91 count = Alibaba Cloud} data centres in {29|29 count = Alibaba Cloud} regions.
Alibaba said Qwen models had been downloaded {600 million|600000000 count = Qwen} times.
Xiaomi sold {40 million|40000000 count exactly measured 2024 -} phones in 2024.
SeedDance 2.0 makes clips of 15 seconds for {$0.30|0.30 USD = SeedDance 2.0}.
Google's Gemini has {650 million|650000000 people exactly measured 2025-10 Gemini} monthly users, it said in October 2025.
Tencent's capital spending, at {27.5 billion yuan|27500000000 CNY exactly measured 2025-33 Tencent}, nearly doubled in the first quarter of 2025.
In 2024 ByteDance spent {80 billion yuan|80000000000 CNY exactly measured 2024 ByteDance} on infrastructure, and in 2025 it spent {160 billion yuan|160000000000 CNY exactly measured 2025 ByteDance}.
Qwen3 supports contexts of {32,768 tokens|32768 tokens = Qwen3}.
SeedDream 5.0 draws {10,000|10000 count over measured - SeedDream 5.0}+ images an hour.
豆包的月活跃用户超过{1.63亿|163000000 people over measured - Doubao}。
截至2025年12月，豆包的日活用户突破{1亿|100000000 people over measured 2025-12 Doubao}。
字节跳动计划2026年投入{1600亿元|160000000000 CNY exactly forecast 2026 ByteDance}。
阿里云2025年第二季度营收增长{26%|26 percent exactly measured 2025-34 Alibaba Cloud}。
预计到2030年，中国AI云市场将达到{900亿美元|90000000000 USD exactly forecast 2030 AI cloud in China}。
腾讯2024年净利润约{1941亿元|194100000000 CNY about measured 2024 Tencent}。
月之暗面完成{10亿美元|1000000000 USD = Moonshot AI}融资。
DeepSeek-V3的参数量为{6710亿|671000000000 parameters = DeepSeek-V3}，激活参数{370亿|37000000000 parameters = DeepSeek-V3}。
通义千问3的训练数据达{36万亿token|36000000000000 tokens = Qwen3}。
Kimi K2支持{12.8万token|128000 tokens = Kimi K2}的上下文。
据QuestMobile数据，Kimi的月活用户不到{3000万|30000000 people under measured - Kimi}。
百度员工约{3.6万|36000 people about measured - Baidu}人。
支付宝用户超过{10亿|1000000000 people over measured - Alipay}。
分析师估计，华为2025年出货{80万|800000 count exactly estimated 2025 Huawei}枚芯片。
文心5.0的下载量突破{1000万|10000000 count over measured - ERNIE 5.0}次。
智谱2025年上半年亏损{23.6亿元|2360000000 CNY exactly measured 2025-01/2025-06 Zhipu AI}。
抖音的电商份额下降{2个百分点|2 percent = Douyin}，至{18%|18 percent = Douyin}。
微信预计2027年底用户达{15亿|1500000000 people exactly forecast 2027-12-31 Weixin}。
混元2.0于2025年12月5日发布，排名第3。
稀宇科技估值为{25亿至30亿美元|2500000000..3000000000 USD = MiniMax}。
英伟达2025年营收{1305亿美元|130500000000 USD exactly measured 2025 NVIDIA}，同比增长{114%|114 percent exactly measured 2025 NVIDIA}。
阿里巴巴将在未来三年投入至少{3800亿元|380000000000 CNY over forecast - Alibaba}。
OpenAI每周有{8亿|800000000 people = ChatGPT}人使用ChatGPT。
蚂蚁集团有近{百万|1000000 people about measured - Ant Group}名用户参与测试。
Users of Kimi spend an average of 12 minutes a day in the app.
ByteDance has more than {150,000|150000 people over measured - ByteDance} employees worldwide.
The valuation of Anthropic climbed to {$183 billion|183000000000 USD exactly measured 2025-09 Anthropic} in September 2025.
Anthropic's annualised revenue passed {$5 billion|5000000000 USD over measured 2025-08 Anthropic} in August 2025, its chief executive said.
By 2028 the Chinese AI cloud market may be worth {$50bn|50000000000 USD exactly forecast 2028 AI cloud in China}.
OpenAI is on track to earn {$12.7 billion|12700000000 USD exactly forecast 2025 OpenAI} in 2025, up from {$3.7 billion|3700000000 USD exactly measured 2024 OpenAI} in 2024.
Kimi K2 was trained on {15.5 trillion tokens|15500000000000 tokens = Kimi K2}.
With {235B parameters|235000000000 parameters = Qwen3}, Qwen3 is the largest of the family.
At {$0.55 per million input tokens|0.55 USD/Mtoken = DeepSeek-R1}, DeepSeek-R1 undercuts o3.
DeepSeek-R1 costs {$2.19 per million output tokens|2.19 USD/Mtoken = DeepSeek-R1}, while o3 costs {$8|8 USD = o3}.
Mistral has roughly {350|350 people about measured - Mistral AI} staff and plans to hire {100|100 people exactly forecast - Mistral AI} more engineers.
About {60%|60 percent about measured - Alibaba Cloud} of Chinese start-ups use Alibaba Cloud.
Huawei's share of the AI cloud in China is thought to be {20%|20 percent exactly estimated - Huawei}.
Tencent expects capital spending to grow by {10-15%|10..15 percent exactly forecast 2026 Tencent} in 2026.
WeChat counted {1.41 billion|1410000000 count exactly measured 2025-06-30 Weixin} monthly active accounts on 30 June 2025.
GLM-4.5, which has {355 billion parameters|355000000000 parameters = GLM-4.5}, runs on eight chips.
Apple bought a start-up for {$32 million|32000000 USD = Apple}.
Google said Gemini processes {980 trillion tokens|980000000000000 tokens = Gemini} a month.
The data centre of xAI in Memphis holds {200,000|200000 count = xAI} GPUs.
The new plant, analysts at Bernstein reckon, will give Huawei {805,000|805000 count exactly forecast 2026 Huawei} chips in 2026.
ChatGPT Plus costs {$20|20 USD = ChatGPT} a month.
Investors put {$2 billion|2000000000 USD exactly measured - Moonshot AI} into Moonshot AI.
Tencent Holdings earned {55.6 billion yuan|55600000000 CNY exactly measured 2025-04/2025-06 Tencent} in the three months to June 2025, {17%|17 percent exactly measured 2025-04/2025-06 Tencent} more than a year earlier.
In the first quarter of 2025, Baidu's cloud revenue rose {42%|42 percent exactly measured 2025-33 Baidu} to {9.4 billion yuan|9400000000 CNY exactly measured 2025-33 Baidu}.
Alibaba Cloud's sales rose to {39.8 billion yuan|39800000000 CNY exactly measured - Alibaba Cloud} from {29.6 billion yuan|29600000000 CNY exactly measured - Alibaba Cloud} a year earlier.
MiniMax hopes to raise HK$4 billion in Hong Kong.
SeedDance 2.0 has been used by {3 million|3000000 people exactly measured - SeedDance 2.0} creators.
Zhipu AI, which is listed under 2513.HK, employs {883|883 people = Zhipu AI} people.
The training of DeepSeek-V3 cost {$5.576 million|5576000 USD = DeepSeek-V3}, its developers claim.
The training run took 2 months on {2,048|2048 count = -} H800 GPUs.
NVIDIA forecast sales of {$65 billion|65000000000 USD exactly forecast - NVIDIA}, plus or minus {2%|2 percent exactly forecast - NVIDIA}.
Just over {half a million|500000 people over measured - Grok} people pay for Grok.
Not quite {40 million|40000000 people = Yuanbao} people used Yuanbao in May.
Microsoft estimates that {15%|15 percent exactly estimated - -} of the world's workers use AI.
Qwen3 ships in eight sizes and supports more than {100|100 count over measured - Qwen3} languages.
Kimi's context window grew to {256k|256000 tokens = Kimi} in September.
ByteDance is thought to have spent between {$10bn and $12bn|10000000000..12000000000 USD exactly estimated 2024 ByteDance} on chips in 2024.
OpenAI has committed to spending {$1.4 trillion|1400000000000 USD exactly forecast - OpenAI} over eight years.
Alipay was used by {1.3 billion|1300000000 people exactly measured 2024 Alipay} people in 2024.
The number of Doubao users doubled to {100 million|100000000 people exactly measured - Doubao}.
Hunyuan 2.0: {406 billion parameters|406000000000 parameters = Hunyuan 2.0}, {32 billion|32000000000 parameters = Hunyuan 2.0} of them active.
Claude is used by {300,000|300000 count = Claude} businesses, Anthropic says.
Chinese models account for {30 per cent|30 percent exactly measured - -} of downloads worldwide.
Meta laid off {600|600 people exactly measured 2025-10 Meta} people in October 2025.
The stake cost Tencent {$300m|300000000 USD = Tencent}.
Google DeepMind said {2 million|2000000 people = Google DeepMind} researchers had used the tool.
Revenue for the fiscal year ended March 2025 came to {996 billion yuan|996000000000 CNY exactly measured 2024-04/2025-03 Alibaba} at Alibaba.
Doubao's makers aim for {500 million|500000000 people exactly forecast 2026-12-31 Doubao} users at the end of 2026.
Ernie 5.0 has {2.4 trillion parameters|2400000000000 parameters exactly measured 2025-11-13 ERNIE 5.0}, Baidu said on 13 November 2025.
Taobao drew {$3.2m|3200000 USD = Taobao} in tips.
An estimated {25,000|25000 people exactly estimated - Huawei} engineers work for Huawei on chips.
Kimi had {12 million|12000000 people exactly measured 2024 Kimi} users in 2024; Doubao had {75 million|75000000 people exactly measured 2024-12 Doubao} in December 2024.
Anthropic has raised {$13bn|13000000000 USD = Anthropic} and OpenAI {$40bn|40000000000 USD = OpenAI}.
字节跳动2025年资本支出预计为{1500亿元|150000000000 CNY exactly forecast 2025 ByteDance}，其中{900亿元|90000000000 CNY exactly forecast 2025 ByteDance}用于采购芯片。
百度网盘之外，文心的调用量达到{16.5亿|1650000000 count = ERNIE}次。
腾讯元宝的日活用户约为{2000万|20000000 people about measured - Yuanbao}。
DeepSeek的员工不足{200|200 people under measured - DeepSeek}人。
中国AI云市场规模在2024年为{208亿元|20800000000 CNY exactly measured 2024 AI cloud in China}，预计2030年达到{1930亿元|193000000000 CNY exactly forecast 2030 AI cloud in China}。
每百万输入token的价格为{0.27美元|0.27 USD = -}。
千问App上线一周下载量超过{1000万|10000000 count over measured - Qwen}次。
华为计划到2027年出货{100万|1000000 count exactly forecast 2027 Huawei}片芯片。
阿里巴巴2025财年收入{9963.5亿元|996350000000 CNY exactly measured 2025 Alibaba}。
GLM-4.5的总参数为{3550亿|355000000000 parameters = GLM-4.5}，上下文长度为{128k|128000 tokens = GLM-4.5}。
智谱有{1000多|1000 people over measured - Zhipu AI}名员工。
豆包月活达{1.72亿|172000000 people exactly measured 2025-35 Doubao}，据QuestMobile 2025年第三季度报告。
微信月活近{14亿|1400000000 people about measured - Weixin}。
谷歌表示，Gemini月活跃用户已达{6.5亿|650000000 people = Gemini}。
月之暗面正寻求以{48亿美元|4800000000 USD exactly forecast - Moonshot AI}估值融资。
抖音第三季度广告收入增长{两成|20 percent = Douyin}。
Tencent's Yuanbao app, launched in 2024, now reaches {20 million|20000000 people = Yuanbao} people a day.
Last year Alibaba Cloud took {36%|36 percent = Alibaba Cloud} of AI cloud in China.
Researchers at DeepSeek say the final run of DeepSeek-V3 used {14.8 trillion tokens|14800000000000 tokens = DeepSeek-V3}.
Kimi K2 can be used for as little as {$0.15 per million input tokens|0.15 USD/Mtoken = Kimi K2}.
The group expects AI cloud in China to be worth {US$80bn|80000000000 USD exactly forecast 2029 AI cloud in China} by 2029.
Hunyuan 2.0 is about {30 percent|30 percent about measured - Hunyuan 2.0} faster than GPT-5.
Baidu, which had {41,300|41300 people exactly measured 2023-12-31 Baidu} employees at the end of 2023, has cut jobs.
Analysts put ByteDance's capital spending at {$23 billion|23000000000 USD exactly estimated 2026 ByteDance} in 2026.
Mistral AI will build a {40,000|40000 count exactly forecast - Mistral AI}-GPU cluster.
xAI bought {100,000|100000 count exactly measured 2024 xAI} H100 chips in 2024.
Gemini 3 Pro scored {37.5%|37.5 percent = Gemini 3 Pro} on Humanity's Last Exam, ahead of GPT-5.1 with {26.5%|26.5 percent = GPT-5.1}.
The cost of training fell to under {$6 million|6000000 USD under measured - -}.
ChatGPT passed {700 million|700000000 people over measured 2025-08 ChatGPT} weekly users in August 2025, OpenAI's product chief wrote.
Alibaba sold shares worth {$3.2 billion|3200000000 USD exactly measured 2025-09 Alibaba} in September 2025.
In Q4 2025, Tencent Cloud turned its first profit, of {1.2 billion yuan|1200000000 CNY exactly measured 2025-36 Tencent Cloud}.
Huawei's revenue may top {900 billion yuan|900000000000 CNY over forecast 2026 Huawei} in 2026.
Anthropic targets revenue of {$70 billion|70000000000 USD exactly forecast 2028 Anthropic} in 2028.
Zhipu AI wants to float at {¥24 billion|24000000000 CNY exactly forecast - Zhipu AI}.
Downloads of Qwen models passed {300 million|300000000 count over measured 2025-04 Qwen} in April 2025.
Users send Yuanbao roughly {two million|2000000 count about measured - Yuanbao} questions a day.
The memory need of Llama 4 drops from {80 GB|80 GB = Llama 4} to {24 GB|24 GB = Llama 4}.
Alipay's assistant answers {1.2 million|1200000 count = Alipay} calls daily.
Meta spent {$14.3 billion|14300000000 USD exactly measured 2025-06 Meta} on a stake in Scale AI in June 2025.
Apple has {2.35 billion|2350000000 count = Apple} active devices.
Microsoft's Copilot has {150 million|150000000 people = Microsoft} users.
OpenAI's o3 costs {$2|2 USD/Mtoken = o3} and {$8 per million tokens|8 USD/Mtoken = o3}.
Taobao added {4,000|4000 count = Taobao} shops.
Kimi's paying users grew by {170%|170 percent exactly measured 2025-09/2025-11 Kimi} a month from September to November 2025.
Claude could be running on {1 million|1000000 count exactly forecast 2026-12-31 Claude} chips by the end of 2026.
TikTok has as many as {1.6 billion|1600000000 people under measured - TikTok} users and at least {5,000|5000 people over measured - TikTok} moderators on its staff.
The valuation of MiniMax, at {$4 billion|4000000000 USD = MiniMax}, is half that of Moonshot AI.
ByteDance booked {$155 billion|155000000000 USD exactly measured 2024 ByteDance} of sales in 2024, against {$120 billion|120000000000 USD exactly measured 2023 ByteDance} in 2023.
ERNIE was opened to {1.4 billion|1400000000 people = ERNIE} people.
About {one hundred|100 count about measured - Baidu} Baidu robotaxis drive in Wuhan.
Doubao's users are {58%|58 percent = Doubao} male.
Grok is expected to get {3 trillion parameters|3000000000000 parameters exactly forecast - Grok}.
Some {4 million|4000000 people about measured - GPT} developers build on GPT.
Nearly a third of Kimi's {36 million|36000000 people = Kimi} users pay.
Tencent, the owner of Weixin, made {660.3 billion yuan|660300000000 CNY exactly measured 2024 Tencent} in 2024.
字节跳动的估值达到{3300亿美元|330000000000 USD = ByteDance}。
华为昇腾芯片2026年产量预计将达{160万|1600000 count exactly forecast 2026 Huawei}颗。
阿里巴巴计划三年内投入超过{3800亿元|380000000000 CNY over forecast - Alibaba}建设云和AI基础设施。
OpenAI年化收入达{100亿美元|10000000000 USD exactly measured 2025-06 OpenAI}（2025年6月）。
腾讯2025年前三季度研发支出为{616亿元|61600000000 CNY exactly measured 2025-01/2025-09 Tencent}。
豆包大模型日均token调用量超过{30万亿|30000000000000 tokens over measured - Doubao}。
GPT-5的输入价格为{1.25美元/百万token|1.25 USD/Mtoken = GPT-5}。
智谱员工中研发人员占{74%|74 percent = Zhipu AI}。
据估计，中国AI云市场2025年规模约为{500亿元|50000000000 CNY about estimated 2025 AI cloud in China}。
Kimi月活用户从{1200万|12000000 people = Kimi}增至{3600万|36000000 people = Kimi}。
百度文心用户规模达{4.3亿|430000000 people exactly measured 2024-11 ERNIE}，公司在2024年11月表示。
谷歌将向Anthropic投资至多{10亿美元|1000000000 USD under forecast - Google}。
"""
