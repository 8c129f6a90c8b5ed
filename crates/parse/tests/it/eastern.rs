//! References in Chinese, Japanese and Korean, as people set them. The expected values are read
//! off the strings by hand.

use crate::support::check;

#[test]
fn books_in_brackets() {
    check(
        "村上春樹『ノルウェイの森』講談社、1987年",
        &[
            ("author", "村上春樹"),
            ("title", "ノルウェイの森"),
            ("publisher", "講談社"),
            ("issued", "1987"),
            ("type", "book"),
            ("language", "ja"),
        ],
    );
    check(
        "费孝通：《乡土中国》，北京：三联书店，1985年，第23页。",
        &[
            ("author", "费孝通"),
            ("title", "乡土中国"),
            ("publisher-place", "北京"),
            ("publisher", "三联书店"),
            ("issued", "1985"),
            ("page", "23"),
            ("language", "zh"),
        ],
    );
    check(
        "김하늘, 『비의 구조』, 물결사, 2003.",
        &[
            ("author", "김하늘"),
            ("title", "비의 구조"),
            ("publisher", "물결사"),
            ("issued", "2003"),
            ("language", "ko"),
        ],
    );
    check(
        "이광수, 『무정』, 서울: 신문관, 1918.",
        &[
            ("author", "이광수"),
            ("title", "무정"),
            ("publisher-place", "서울"),
            ("publisher", "신문관"),
            ("issued", "1918"),
            ("language", "ko"),
        ],
    );
}

#[test]
fn articles_with_counters() {
    check(
        "田中一郎「雨の構造」『気象研究』第45号、2005年、12-34頁。",
        &[
            ("author", "田中一郎"),
            ("title", "雨の構造"),
            ("container-title", "気象研究"),
            ("issue", "45"),
            ("page", "12-34"),
            ("issued", "2005"),
            ("type", "article-journal"),
        ],
    );
    check(
        "陈寅恪：《论韩愈》，《历史研究》1954年第2期，第105-114页。",
        &[
            ("author", "陈寅恪"),
            ("title", "论韩愈"),
            ("container-title", "历史研究"),
            ("issue", "2"),
            ("page", "105-114"),
            ("issued", "1954"),
            ("type", "article-journal"),
        ],
    );
    check(
        "김철수, 「한국 경제의 구조」, 『경제학연구』 제12권 제3호, 2004, 45-67쪽.",
        &[
            ("author", "김철수"),
            ("title", "한국 경제의 구조"),
            ("container-title", "경제학연구"),
            ("volume", "12"),
            ("issue", "3"),
            ("page", "45-67"),
            ("issued", "2004"),
        ],
    );
}

#[test]
fn marks_of_the_chinese_standard() {
    check(
        "王力. 汉语史稿[M]. 北京: 中华书局, 1980.",
        &[
            ("author", "王力"),
            ("title", "汉语史稿"),
            ("publisher", "中华书局"),
            ("publisher-place", "北京"),
            ("issued", "1980"),
            ("type", "book"),
        ],
    );
    check(
        "张三, 李四. 基于深度学习的文献解析[J]. 计算机学报, 2019, 42(3): 512-525.",
        &[
            ("author", "张三; 李四"),
            ("title", "基于深度学习的文献解析"),
            ("container-title", "计算机学报"),
            ("volume", "42"),
            ("issue", "3"),
            ("page", "512-525"),
            ("issued", "2019"),
            ("type", "article-journal"),
        ],
    );
    check(
        "李明. 城市化与环境问题研究[D]. 上海: 复旦大学, 2010.",
        &[
            ("author", "李明"),
            ("title", "城市化与环境问题研究"),
            ("publisher", "复旦大学"),
            ("publisher-place", "上海"),
            ("issued", "2010"),
            ("type", "thesis"),
        ],
    );
    check(
        "Zhang W. Research on urban heat islands[D]. Beijing: Tsinghua University, 2012.",
        &[
            ("author", "Zhang, W."),
            ("title", "Research on urban heat islands"),
            ("publisher", "Tsinghua University"),
            ("publisher-place", "Beijing"),
            ("issued", "2012"),
            ("type", "thesis"),
        ],
    );
    check(
        "雨水管理处. 第2次雨水报告[R/OL]. (2012-01-16)[2013-03-26]. http://rain.example/report/.",
        &[
            ("author", "雨水管理处"),
            ("title", "第2次雨水报告"),
            ("issued", "2012-01-16"),
            ("accessed", "2013-03-26"),
            ("type", "report"),
        ],
    );
}

#[test]
fn many_marks_take_linear_time() {
    let long = "[M]".repeat(100_000);
    assert!(refsmith_parse::parse_str(&long).confidence < 0.9);
}
