// SPDX-License-Identifier: Apache-2.0
package org.cloister.softsev.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.cloister.softsev.machine.LaunchFixture.refused;

import java.security.SecureRandom;
import org.cloister.amd.channel.BareSevCommand;
import org.cloister.amd.channel.ReceiveStart;
import org.cloister.amd.channel.ReceiveUpdateData;
import org.cloister.amd.channel.ReceiveUpdateVmsa;
import org.cloister.amd.channel.SendStart;
import org.cloister.amd.channel.SendUpdateData;
import org.cloister.amd.channel.SendUpdateVmsa;
import org.cloister.amd.channel.SevGuestStatus.State;
import org.cloister.amd.cpu.Vmsa;
import org.cloister.amd.session.PacketHeader;
import org.cloister.amd.status.FirmwareStatus;
import org.cloister.api.Bytes;
import org.cloister.softsev.processor.Platforms;
import org.cloister.softsev.processor.SoftProcessor;
import org.cloister.testing.FixedDraws;
import org.cloister.testing.MigrationVector;
import org.junit.jupiter.api.Test;

/** The vector against the platform: with its keys and draws a sender gives out its bytes, and a receiver takes them. */
class MigrationVectorTest {
    private static final Bytes ANY = Bytes.of(new byte[1]);

    private final MigrationVector vector = new MigrationVector();
    private final Draws draws = new Draws();

    @Test
    void aSenderGivesOutTheVectorsBytes() {
        SoftProcessor processor = Platforms.of(vector, "sender", draws);
        try (SevFixture bench = new SevFixture(processor, "sev", 1)) {
            running(bench, 0, file("page.bin"));
            draws.follow(vector.drawn("sev"), vector.iv("sev-page"), vector.iv("sev-short"));
            SendStart.Session session = bench.channel.execute(sendTo("receiver"));
            assertThat(session.policy()).isZero();
            assertThat(session.session().content()).isEqualTo(Bytes.of(vector.session("sev")));
            require(packet(bench, 0, 4096), "sev-page");
            require(packet(bench, 0x1000, 16), "sev-short");
            draws.requireFollowed();
        }
    }

    @Test
    void aSenderOfSevEsGivesOutTheVectorsBytes() {
        SoftProcessor processor = Platforms.of(vector, "sender", draws);
        try (SevFixture bench = new SevFixture(processor, "sev-es", 1)) {
            bench.machine.setVcpu(Vmsa.decode(file("vmsa.bin"), 0));
            running(bench, 4, file("page.bin"));
            draws.follow(vector.drawn("es"), vector.iv("es-page"), vector.iv("es-vmsa"));
            SendStart.Session session = bench.channel.execute(sendTo("receiver"));
            assertThat(session.policy()).isEqualTo(4);
            assertThat(session.session().content()).isEqualTo(Bytes.of(vector.session("es")));
            require(packet(bench, 0, 4096), "es-page");
            require(bench.channel.execute(new SendUpdateVmsa(0)), "es-vmsa");
            draws.requireFollowed();
        }
    }

    @Test
    void aGuestOfADomainGoesToItsOwnersPlatformsOnly() {
        SoftProcessor processor = Platforms.of(vector, "sender", draws);
        try (SevFixture bench = new SevFixture(processor, "sev", 1)) {
            running(bench, 0x10, file("page.bin"));
            SendStart elsewhere = sendTo("receiver");
            assertThat(refused(FirmwareStatus.POLICY_FAILURE, () -> bench.channel.execute(elsewhere)))
                    .hasMessageContaining("DOMAIN");
            assertThat(bench.state()).isEqualTo(State.RUNNING);
            draws.follow(vector.drawn("domain"), vector.iv("domain-page"));
            SendStart.Session session = bench.channel.execute(sendTo("same-domain"));
            assertThat(session.session().content()).isEqualTo(Bytes.of(vector.session("domain")));
            require(packet(bench, 0, 4096), "domain-page");
        }
    }

    @Test
    void aGuestThatWantsAuthenticPlatformsDoesNotGoToTheVectors() {
        SoftProcessor processor = Platforms.of(vector, "sender", draws);
        Bytes own = processor.platform().authorities();
        try (SevFixture bench = new SevFixture(processor, "sev", 1)) {
            running(bench, 0x20, file("page.bin"));
            SendStart start =
                    new SendStart(Bytes.of(vector.pdh("receiver")), Bytes.of(vector.chain("receiver")), own, 128);
            assertThat(refused(FirmwareStatus.INVALID_CERTIFICATE, () -> bench.channel.execute(start)))
                    .hasMessageContaining("CEK certificate: not signed by the ASK");
        }
    }

    @Test
    void aReceiverTakesTheVectorsBytes() {
        SoftProcessor processor = Platforms.of(vector, "receiver", draws);
        try (SevFixture bench = new SevFixture(processor, "sev", 1)) {
            receiving(bench, 0, "sev");
            receive(bench, 0x2000, "sev-page", 4096);
            receive(bench, 0x10, "sev-short", 16);
            bench.channel.execute(BareSevCommand.RECEIVE_FINISH);
            assertThat(bench.guest(0x2000, 4096)).isEqualTo(file("page.bin"));
            assertThat(bench.guest(0x10, 16).hex()).isEqualTo("000102030405060708090a0b0c0d0e0f");
            assertThat(bench.host(0x2000, 4096)).isNotEqualTo(file("page.bin"));
            assertThat(bench.state()).isEqualTo(State.RUNNING);
        }
    }

    @Test
    void aReceiverOfSevEsTakesTheVectorsBytes() {
        SoftProcessor processor = Platforms.of(vector, "receiver", draws);
        try (SevFixture bench = new SevFixture(processor, "sev-es", 1)) {
            receiving(bench, 4, "es");
            receive(bench, 0, "es-page", 4096);
            ReceiveUpdateVmsa byTheText = vmsa("es-vmsa3");
            refused(FirmwareStatus.BAD_MEASUREMENT, () -> bench.channel.execute(byTheText));
            bench.channel.execute(vmsa("es-vmsa"));
            bench.channel.execute(BareSevCommand.RECEIVE_FINISH);
            assertThat(bench.guest(0, 4096)).isEqualTo(file("page.bin"));
            assertThat(Vmsa.encode(bench.machine.vcpu(0))).isEqualTo(file("vmsa.bin"));
        }
    }

    private static void running(SevFixture bench, int policy, Bytes page) {
        bench.channel.execute(SevFixture.INIT2);
        bench.channel.execute(SevFixture.withoutSession(policy));
        bench.update(0, page);
        bench.update(0x1000, Bytes.ofHex("000102030405060708090a0b0c0d0e0f"));
        if ((policy & 4) != 0) {
            bench.channel.execute(BareSevCommand.LAUNCH_UPDATE_VMSA);
        }
        bench.measure();
        bench.finish();
    }

    private void receiving(SevFixture bench, int policy, String name) {
        bench.channel.execute(SevFixture.INIT2);
        Bytes session = Bytes.of(vector.session(name));
        bench.channel.execute(new ReceiveStart(0, policy, Bytes.of(vector.pdh("sender")), session));
        assertThat(bench.state()).isEqualTo(State.RECEIVE_UPDATE);
    }

    private void receive(SevFixture bench, long gpa, String packet, int length) {
        bench.channel.execute(
                new ReceiveUpdateData(file(packet + ".hdr"), bench.address(gpa), length, file(packet + ".trans")));
    }

    private ReceiveUpdateVmsa vmsa(String packet) {
        return new ReceiveUpdateVmsa(0, file(packet + ".hdr"), file(packet + ".trans"));
    }

    private SendStart sendTo(String platform) {
        return new SendStart(Bytes.of(vector.pdh(platform)), Bytes.of(vector.chain(platform)), ANY, 128);
    }

    private static SendUpdateData.Packet packet(SevFixture bench, long gpa, int length) {
        return bench.channel.execute(new SendUpdateData(bench.address(gpa), length, PacketHeader.SIZE, length));
    }

    private void require(SendUpdateData.Packet packet, String name) {
        assertThat(packet.header().content()).isEqualTo(file(name + ".hdr"));
        assertThat(packet.payload().content()).isEqualTo(file(name + ".trans"));
    }

    private Bytes file(String name) {
        return Bytes.of(vector.file(name));
    }

    /** A random source with known draws, once they are set. */
    private static final class Draws extends SecureRandom {
        private static final long serialVersionUID = 1L;

        private transient FixedDraws known;

        void follow(byte[]... parts) {
            known = new FixedDraws(parts);
        }

        void requireFollowed() {
            known.requireUsedUp();
        }

        @Override
        public void nextBytes(byte[] bytes) {
            if (known == null) {
                super.nextBytes(bytes);
            } else {
                known.nextBytes(bytes);
            }
        }
    }
}
