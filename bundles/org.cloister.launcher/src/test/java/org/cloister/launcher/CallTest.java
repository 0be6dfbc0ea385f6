// SPDX-License-Identifier: Apache-2.0
package org.cloister.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class CallTest {
    private final PrintStream stream = new PrintStream(OutputStream.nullOutputStream());
    private final Call call = new Call(
            List.of("measure", "-h"),
            Optional.empty(),
            new ByteArrayInputStream(new byte[0]),
            stream,
            stream,
            true,
            new CompletableFuture<>());

    @Test
    void handsOverClassesOfTheJdkAlone() {
        Map<String, Object> seen = new HashMap<>();

        assertThat(call.by(handed -> {
                    seen.putAll(handed);
                    return 42;
                }))
                .isEqualTo(42);

        assertThat(seen.keySet())
                .containsExactlyInAnyOrder(
                        "arguments", "folder", "in", "out", "err", "interactive", "interrupted", "codes");
        assertThat(seen.remove("codes")).isInstanceOf(Consumer.class);
        assertThat(seen.values())
                .allSatisfy(value -> assertThat(value.getClass().getName()).startsWith("java."));
        assertThat(seen).containsEntry("arguments", List.of("measure", "-h")).containsEntry("interactive", true);
    }

    @Test
    void aCallerElsewhereIsAskedForItsFilesAndHasNoFolder() {
        Map<String, Object> seen = new HashMap<>();
        UnaryOperator<byte[]> files = UnaryOperator.identity();
        Call remote = new Call(
                List.of("list"),
                Optional.of(files),
                InputStream.nullInputStream(),
                stream,
                stream,
                false,
                new CompletableFuture<>());

        remote.by(handed -> {
            seen.putAll(handed);
            return 0;
        });

        assertThat(seen).containsEntry("files", files).doesNotContainKey("folder");
    }

    @Test
    void withoutTheCommandsOnTheClassPathItSaysSo() {
        assertThatThrownBy(() -> ClassPathCommands.run(call))
                .isInstanceOf(StartException.class)
                .hasMessageContaining("class path");
    }
}
