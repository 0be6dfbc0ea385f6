// SPDX-License-Identifier: Apache-2.0
package org.cloister.api.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.cloister.api.Bytes;
import org.cloister.api.CloisterException;
import org.cloister.api.ProblemCodes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BoundedContentTest {
    private static final int MOST = 5 << 20;

    /** Gives at most so many bytes a call, as pipes do. */
    private static final class Trickle extends ByteArrayInputStream {
        private final int most;

        Trickle(byte[] content, int most) {
            super(content);
            this.most = most;
        }

        @Override
        public synchronized int read(byte[] target, int offset, int length) {
            return super.read(target, offset, Math.min(most, length));
        }
    }

    /** Has no end, and remembers into which arrays it was read. */
    private static final class Endless extends InputStream {
        private final List<byte[]> arrays = new ArrayList<>();
        private long given;

        @Override
        public int read() {
            throw new AssertionError("byte by byte");
        }

        @Override
        public int read(byte[] target, int offset, int length) {
            arrays.add(target);
            Arrays.fill(target, offset, offset + length, (byte) 's');
            given += length;
            return length;
        }
    }

    private static byte[] bytes(int size) {
        byte[] content = new byte[size];
        new Random(size).nextBytes(content);
        return content;
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 16383, 16384, 16385, 32768, 65536, (1 << 20) + 7, MOST})
    void givesTheWholeContentHoweverItComes(int size) throws IOException {
        byte[] content = bytes(size);
        for (int most : new int[] {997, 16384, Integer.MAX_VALUE}) {
            assertThat(BoundedContent.read(new Trickle(content, most), "file", MOST))
                    .isEqualTo(content);
        }
        assertThat(BoundedContent.read(new BufferedInputStream(new Trickle(content, 5000)), "file", MOST))
                .isEqualTo(content);
    }

    /** Files say how long they are before they grow or shrink; pipes have nothing to say. */
    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 1, 50_000, 99_999, 100_000, 100_001, 116_385, Integer.MAX_VALUE})
    void takesWhatIsSaidOfTheSizeForAGuess(int said) throws IOException {
        byte[] content = bytes(100_000);
        InputStream in = new FilterInputStream(new Trickle(content, 7000)) {
            @Override
            public int available() throws IOException {
                if (said < 0) {
                    throw new IOException("Illegal seek");
                }
                return said;
            }
        };
        assertThat(BoundedContent.bytes(in, "file", MOST)).isEqualTo(Bytes.of(content));
    }

    @Test
    void aFileOfKnownSizeIsReadIntoTheArrayThatIsGiven() throws IOException {
        Set<byte[]> arrays = Collections.newSetFromMap(new IdentityHashMap<>());
        InputStream in = new ByteArrayInputStream(bytes(1 << 20)) {
            @Override
            public synchronized int read(byte[] target, int offset, int length) {
                arrays.add(target);
                return super.read(target, offset, length);
            }
        };
        assertThat(arrays.contains(BoundedContent.read(in, "file", MOST))).isTrue();
    }

    @Test
    void refusesOneByteMoreThanTheLimit() {
        assertThatThrownBy(() -> BoundedContent.read(new ByteArrayInputStream(bytes(MOST + 1)), "file", MOST))
                .isInstanceOfSatisfying(
                        CloisterException.class,
                        e -> assertThat(e.problem().code()).isEqualTo(ProblemCodes.FILE_SIZE))
                .hasMessage("file: this file is too large (expected at most 5 MiB)");
        assertThatThrownBy(() -> BoundedContent.read(new ByteArrayInputStream(bytes(8)), "file", 7))
                .hasMessage("file: this file is too large (expected at most 7 bytes)");
    }

    @Test
    void whatHasNoEndIsRefusedSoonAndLeavesNoCopy() {
        Endless endless = new Endless();
        assertThatThrownBy(() -> BoundedContent.read(endless, "file", MOST)).hasMessageContaining("too large");
        assertThat(endless.given).isLessThan(MOST + (2 << 20));
        assertThat(endless.arrays).allSatisfy(array -> assertThat(array).containsOnly(0));
    }

    @Test
    void aBeginningIsAsLongAsItIsAskedForOrThere() throws IOException {
        byte[] content = bytes(100_000);
        assertThat(BoundedContent.beginning(new Trickle(content, 4000), 70_001))
                .isEqualTo(Arrays.copyOf(content, 70_001));
        assertThat(BoundedContent.beginning(new Trickle(content, 4000), 200_000))
                .isEqualTo(content);
    }

    @Test
    void aFailureLeavesNoCopy() {
        List<byte[]> arrays = new ArrayList<>();
        InputStream failing = new InputStream() {
            @Override
            public int read() {
                throw new AssertionError("byte by byte");
            }

            @Override
            public int read(byte[] target, int offset, int length) throws IOException {
                if (!arrays.isEmpty()) {
                    throw new IOException("gone");
                }
                arrays.add(target);
                target[offset] = 's';
                return 1;
            }
        };
        assertThatThrownBy(() -> BoundedContent.read(failing, "file", MOST)).hasMessage("gone");
        assertThat(arrays).allSatisfy(array -> assertThat(array).containsOnly(0));
    }
}
