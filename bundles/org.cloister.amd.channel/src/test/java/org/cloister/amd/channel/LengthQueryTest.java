// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.cloister.amd.channel.SevCodecTest.refused;
import static org.cloister.amd.channel.SevSamples.pattern;

import java.util.ArrayList;
import java.util.List;
import org.cloister.amd.channel.PdhCertExport.Certificates;
import org.cloister.amd.channel.SendStart.Session;
import org.cloister.amd.channel.SendUpdateData.Packet;
import org.cloister.amd.status.Errno;
import org.cloister.api.Bytes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Channels here play the firmware: first they answer with lengths, then with content. */
class LengthQueryTest {
    private final List<Object> asked = new ArrayList<>();

    @Test
    void asksForTheLengthAndFetches() {
        SevChannel channel = guest(Blob.ofLength(48), Blob.of(pattern(48)));
        assertThat(LengthQuery.fetch(channel, LaunchMeasure.LENGTH).content()).isEqualTo(pattern(48));
        assertThat(asked).containsExactly(LaunchMeasure.LENGTH, new LaunchMeasure(48));
    }

    @Test
    void keepsTheNonce() {
        SevChannel channel = guest(Blob.ofLength(208), Blob.of(pattern(208)));
        LengthQuery.fetch(channel, GetAttestationReport.length(pattern(16)));
        assertThat(asked).last().isEqualTo(new GetAttestationReport(pattern(16), 208));
    }

    @Test
    void keepsTheCertificates() {
        SevChannel channel = guest(new Session(0, Blob.ofLength(128)), new Session(5, Blob.of(pattern(128))));
        SendStart ask = new SendStart(pattern(1), pattern(2), pattern(3), 0);
        assertThat(LengthQuery.fetch(channel, ask).policy()).isEqualTo(5);
        assertThat(asked).containsExactly(ask, new SendStart(pattern(1), pattern(2), pattern(3), 128));
    }

    @Test
    void makesRoomForThePayloadThatLinuxDoesNotAskFor() {
        Packet lengths = new Packet(Blob.ofLength(52), Blob.ofLength(0));
        SevChannel channel = guest(lengths, new Packet(Blob.of(pattern(52)), Blob.of(pattern(4096))));
        LengthQuery.fetch(channel, SendUpdateData.length(0x1000, 4096));
        assertThat(asked).last().isEqualTo(new SendUpdateData(0x1000, 4096, 52, 4096));
    }

    @Test
    void carriesOutAtOnceWhatHasRoom() {
        SevChannel channel = guest(Blob.of(pattern(48)));
        assertThat(LengthQuery.fetch(channel, new LaunchMeasure(64)).length()).isEqualTo(48);
        assertThat(asked).containsExactly(new LaunchMeasure(64));
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 16385, 0xffffffffL})
    void refusesLengthsThatCannotBeCopied(long length) {
        refused(Errno.EINVAL, () -> LengthQuery.fetch(guest(Blob.ofLength(length)), LaunchMeasure.LENGTH));
        refused(Errno.EINVAL, () -> LengthQuery.fetch(platform(Blob.ofLength(length)), PekCsr.LENGTH));
        assertThat(asked).containsExactly(LaunchMeasure.LENGTH, PekCsr.LENGTH);
    }

    @Test
    void asksThePlatform() {
        Certificates lengths = new Certificates(Blob.ofLength(2084), Blob.ofLength(6252));
        Certificates content = new Certificates(Blob.of(pattern(2084)), Blob.of(pattern(6252)));
        assertThat(LengthQuery.fetch(platform(lengths, content), PdhCertExport.LENGTH))
                .isEqualTo(content);
        LengthQuery.fetch(platform(Blob.ofLength(64), Blob.of(pattern(64))), GetId2.LENGTH);
        LengthQuery.fetch(platform(Blob.ofLength(2084), Blob.of(Bytes.of(new byte[2084]))), PekCsr.LENGTH);
        assertThat(asked)
                .containsExactly(
                        PdhCertExport.LENGTH,
                        new PdhCertExport(2084, 6252),
                        GetId2.LENGTH,
                        new GetId2(64),
                        PekCsr.LENGTH,
                        new PekCsr(2084));
    }

    private SevChannel guest(Object... answers) {
        return new Answers(asked, new ArrayList<>(List.of(answers)));
    }

    private PlatformChannel platform(Object... answers) {
        return new Answers(asked, new ArrayList<>(List.of(answers)));
    }

    @SuppressWarnings("unchecked")
    private record Answers(List<Object> asked, List<Object> answers) implements SevChannel, PlatformChannel {
        @Override
        public <A> A execute(SevCommand<A> command) {
            asked.add(command);
            return (A) answers.remove(0);
        }

        @Override
        public <A> A execute(PlatformCommand<A> command) {
            asked.add(command);
            return (A) answers.remove(0);
        }
    }
}
