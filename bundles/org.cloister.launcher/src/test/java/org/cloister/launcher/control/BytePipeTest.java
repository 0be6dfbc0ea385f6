// SPDX-License-Identifier: Apache-2.0
package org.cloister.launcher.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class BytePipeTest {
    /** Both sides wait for each other: the common pool has one thread on two processors. */
    private static final Executor OWN_THREAD = task -> new Thread(task).start();

    private final BytePipe pipe = new BytePipe();

    private CompletableFuture<Void> writing(byte[] content, int piece) {
        return CompletableFuture.runAsync(
                () -> {
                    try {
                        for (int at = 0; at < content.length; at += piece) {
                            pipe.out().write(content, at, Math.min(piece, content.length - at));
                        }
                        pipe.end();
                    } catch (IOException e) {
                        throw new IllegalStateException(e);
                    }
                },
                OWN_THREAD);
    }

    @Test
    void whatIsWrittenIsReadInItsOrderByWhateverThread() throws Exception {
        byte[] content = new byte[100_000];
        new Random(1).nextBytes(content);
        CompletableFuture<Void> writer = writing(content, 777);
        byte[] first = CompletableFuture.supplyAsync(this::half, OWN_THREAD).get();
        byte[] rest = pipe.in().readAllBytes();
        writer.get();
        assertThat(first).isEqualTo(Arrays.copyOf(content, first.length));
        assertThat(rest).isEqualTo(Arrays.copyOfRange(content, first.length, content.length));
    }

    private byte[] half() {
        try {
            return pipe.in().readNBytes(50_000);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void whatWasWrittenBeforeTheEndIsReadAndNothingIsTakenAfterIt() throws IOException {
        pipe.out().write(new byte[] {1, 2, 3});
        pipe.end();
        assertThat(pipe.in().read()).isEqualTo(1);
        assertThat(pipe.in().readAllBytes()).containsExactly(2, 3);
        assertThat(pipe.in().read()).isEqualTo(-1);
        assertThatIOException().isThrownBy(() -> pipe.out().write(4));
    }

    @Test
    void whoWaitsToWriteIsLetGoByTheEnd() throws Exception {
        pipe.out().write(1);
        CompletableFuture<Void> writer = writing(new byte[] {2}, 1);
        pipe.end();
        assertThat(writer.handle((done, failure) -> failure != null).get()).isTrue();
    }
}
