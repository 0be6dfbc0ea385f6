package org.cloister.launcher.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RequestTest {
    private static final Request SAMPLE =
            new Request(List.of("swap", "sev-snp", "größer.jar", ""), Path.of("/home/a b"), true);

    @Test
    void comesBackAsItWas() throws IOException {
        assertThat(Request.of(SAMPLE.frame())).isEqualTo(SAMPLE);
    }

    @Test
    void isRefusedWhereverItIsCutOff() throws IOException {
        byte[] whole = SAMPLE.frame().payload();

        for (int length = 0; length < whole.length; length++) {
            byte[] part = Arrays.copyOf(whole, length);
            assertThatThrownBy(() -> of(part)).as("%d bytes", part.length).isInstanceOf(ProtocolException.class);
        }
    }

    @Test
    void isRefusedWithSomethingBehindIt() throws IOException {
        byte[] whole = SAMPLE.frame().payload();

        assertThatThrownBy(() -> of(Arrays.copyOf(whole, whole.length + 1))).hasMessageContaining("something else");
    }

    @Test
    void anotherVersionIsSaidToBeOne() throws IOException {
        byte[] whole = SAMPLE.frame().payload();
        whole[3]++;

        assertThatThrownBy(() -> of(whole)).hasMessageContaining("different versions");
    }

    @Test
    void aFolderHasToBeAbsolute() {
        assertThatThrownBy(() -> of(raw("here".getBytes(StandardCharsets.UTF_8), 0)))
                .hasMessageContaining("working directory");
        assertThatThrownBy(() -> of(raw(new byte[] {'/', 0}, 0))).hasMessageContaining("working directory");
    }

    @Test
    void textHasToBeUtf8() {
        assertThatThrownBy(() -> of(raw(new byte[] {'/', (byte) 0xff}, 0))).hasMessageContaining("no text");
    }

    @Test
    void wordsAreCountedBeforeTheyAreRead() {
        for (int count : new int[] {-1, 4097, Integer.MAX_VALUE}) {
            assertThatThrownBy(() -> of(raw(new byte[] {'/'}, count))).hasMessageContaining(count + " words");
        }
    }

    @Test
    void aCommandThatIsTooLongIsRefusedBeforeItIsSent() {
        Request wide = new Request(List.of("x".repeat(1 << 20)), Path.of("/"), false);
        Request many = new Request(Collections.nCopies(4097, "x"), Path.of("/"), false);

        assertThatThrownBy(wide::frame).hasMessageContaining("too long");
        assertThatThrownBy(many::frame).hasMessageContaining("too long");
    }

    @Test
    void whateverBytesComeTheAnswerIsARequestOrARefusal() throws IOException {
        byte[] whole = SAMPLE.frame().payload();
        Random random = new Random(1);
        for (int round = 0; round < 20_000; round++) {
            byte[] changed = whole.clone();
            for (int i = random.nextInt(4); i >= 0; i--) {
                changed[random.nextInt(changed.length)] = (byte) random.nextInt();
            }
            accepted(changed);
        }
    }

    private static void accepted(byte[] payload) throws IOException {
        try {
            Request read = of(payload);
            assertThat(Request.of(read.frame())).isEqualTo(read);
        } catch (ProtocolException refused) {
            assertThat(refused).hasMessageMatching("\\p{Print}+");
        }
    }

    private static Request of(byte[] payload) throws IOException {
        return Request.of(new Frame(Frame.Kind.REQUEST, payload));
    }

    /** A request of this folder with as many words as are said, and none of them there. */
    private static byte[] raw(byte[] folder, int words) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        out.write(SAMPLE.frame().payload(), 0, 5);
        out.writeInt(folder.length);
        out.write(folder);
        out.writeInt(words);
        return bytes.toByteArray();
    }
}
