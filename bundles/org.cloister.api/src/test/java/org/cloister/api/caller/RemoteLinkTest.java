// SPDX-License-Identifier: Apache-2.0
package org.cloister.api.caller;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.cloister.api.CloisterException;
import org.cloister.api.Problem;
import org.junit.jupiter.api.Test;

/** A conversation with another platform, with the messages that carry it. */
class RemoteLinkTest {
    private static final String PLACE = "unix:/run/other";
    private static final List<String> WORDS = List.of("migrate", "g1", "--to", PLACE);

    private final Other other = new Other();
    private final List<String> places = new ArrayList<>();
    private final ServedFiles served = new ServedFiles(Path.of(""), WORDS, this::connect);
    private final RemoteFiles remote = new RemoteFiles(served::answer);

    /** The other platform: what it got, and what it says. */
    private static final class Other implements PlatformLink {
        final ByteArrayOutputStream got = new ByteArrayOutputStream();
        InputStream says = InputStream.nullInputStream();
        OutputStream takes = got;
        int closed;

        @Override
        public InputStream in() {
            return says;
        }

        @Override
        public OutputStream out() {
            return takes;
        }

        @Override
        public void close() {
            closed++;
        }
    }

    private PlatformLink connect(String place) {
        places.add(place);
        return other;
    }

    @Test
    void whatIsWrittenArrivesWithTheFlushAndWhatIsSaidComesBack() throws IOException {
        byte[] content = new byte[300_000];
        new Random(1).nextBytes(content);
        other.says = new ByteArrayInputStream(content);
        try (PlatformLink link = remote.connect("--to", PLACE)) {
            link.out().write(content);
            link.out().flush();
            assertThat(other.got.toByteArray()).isEqualTo(content);
            assertThat(link.in().readAllBytes()).isEqualTo(content);
            assertThat(link.in().read()).isEqualTo(-1);
        }
        assertThat(places).containsExactly(PLACE);
        assertThat(other.closed).isPositive();
    }

    @Test
    void onlyWhatTheCommandLineNamesIsConnectedTo() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> served.answer(
                        Question.LINK.begin().text("unix:/run/secret").done()));
        assertThat(places).isEmpty();
    }

    @Test
    void thereIsOneLinkAndNoPieceWithoutOne() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> served.answer(Question.TAKE.begin().done()));
        remote.connect("--to", PLACE);
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> served.answer(Question.LINK.begin().text(PLACE).done()));
    }

    @Test
    void aCallerThatConnectsToNobodySaysSo() {
        ServedFiles alone = new ServedFiles(Path.of(""), WORDS);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> alone.answer(Question.LINK.begin().text(PLACE).done()));
    }

    @Test
    void whereThereIsNoPlatformTheReasonComesBack() {
        ServedFiles nowhere = new ServedFiles(Path.of(""), WORDS, place -> {
            throw Problem.host("test.nobody", "nobody is there").exception();
        });
        assertThatExceptionOfType(CloisterException.class)
                .isThrownBy(() -> new RemoteFiles(nowhere::answer).connect("--to", PLACE))
                .satisfies(e -> assertThat(e.problem().code()).isEqualTo("test.nobody"));
    }

    @Test
    void anotherPlatformThatGoesAwayIsAFailureToWrite() {
        PlatformLink link = remote.connect("--to", PLACE);
        other.takes = new OutputStream() {
            @Override
            public void write(int one) throws IOException {
                throw new IOException("gone");
            }
        };
        assertThatIOException().isThrownBy(() -> {
            link.out().write(1);
            link.out().flush();
        });
    }

    @Test
    void aCallerThatIsInterruptedEndsTheLink() {
        remote.connect("--to", PLACE);
        served.close();
        assertThat(other.closed).isPositive();
    }

    @Test
    void aCallerInThisProcessCarriesNothing() {
        assertThatExceptionOfType(CloisterException.class)
                .isThrownBy(() -> new LocalFiles(Path.of("")).connect("--to", PLACE))
                .satisfies(e -> assertThat(e.problem().code()).isEqualTo("link.here"));
    }
}
