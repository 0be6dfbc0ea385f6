// SPDX-License-Identifier: Apache-2.0
package org.cloister.launcher.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ControlRequestTest {
    private static final ControlRequest SAMPLE = new ControlRequest(List.of("swap", "sev-snp", "größer.jar", ""), true);

    @Test
    void comesBackAsItWas() throws IOException {
        assertThat(ControlRequest.of(SAMPLE.frame())).isEqualTo(SAMPLE);
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
    void textHasToBeUtf8() {
        assertThatThrownBy(() -> of(raw(1, (byte) 0xff))).hasMessageContaining("no text");
    }

    @Test
    void wordsAreCountedBeforeTheyAreRead() {
        for (int count : new int[] {-1, 4097, Integer.MAX_VALUE}) {
            assertThatThrownBy(() -> of(raw(count))).hasMessageContaining(count + " words");
        }
    }

    @Test
    void aCommandThatIsTooLongIsRefusedBeforeItIsSent() {
        ControlRequest wide = new ControlRequest(List.of("x".repeat(1 << 20)), false);
        ControlRequest many = new ControlRequest(Collections.nCopies(4097, "x"), false);

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
            ControlRequest read = of(payload);
            assertThat(ControlRequest.of(read.frame())).isEqualTo(read);
        } catch (ProtocolException refused) {
            assertThat(refused).hasMessageMatching("\\p{Print}+");
        }
    }

    private static ControlRequest of(byte[] payload) throws IOException {
        return ControlRequest.of(new Frame(Frame.Kind.REQUEST, payload));
    }

    /** A request that says how many words there are; of the first one, these bytes. */
    private static byte[] raw(int words, byte... first) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        out.write(SAMPLE.frame().payload(), 0, 5);
        // Who asks
        out.writeInt(0);
        out.writeInt(words);
        if (first.length > 0) {
            out.writeInt(first.length);
            out.write(first);
        }
        return bytes.toByteArray();
    }
}
