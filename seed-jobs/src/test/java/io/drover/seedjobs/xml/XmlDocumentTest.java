package io.drover.seedjobs.xml;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class XmlDocumentTest {
  private static String back(String text) {
    String xml = XmlDocument.of(document -> document.text("a", text));
    return XmlTree.read(xml).getDocumentElement().getTextContent();
  }

  @Test
  void everyCharacterIsReadAsItWasWrittenOrReplaced() {
    for (int from = 0; from <= 0xffff; from += 0x100) {
      StringBuilder all = new StringBuilder();
      StringBuilder wanted = new StringBuilder();
      for (int c = from; c < from + 0x100; c++) {
        all.append((char) c).append('x');
        boolean impossible = c == 0 || Character.isSurrogate((char) c) || c >= 0xfffe;
        wanted.append(impossible ? '\ufffd' : (char) c).append('x');
      }
      assertThat(back(all.toString())).isEqualTo(wanted.toString());
    }
    assertThat(back("🚀]]>&<'\"\r\n")).isEqualTo("🚀]]>&<'\"\r\n");
  }

  @Test
  void isDeclaredAsJenkinsDoes() {
    assertThat(XmlDocument.of(document -> document.element("a", () -> document.text("b", "c"))))
        .isEqualTo("<?xml version='1.1' encoding='UTF-8'?>\n<a>\n  <b>c</b>\n</a>\n");
  }
}
