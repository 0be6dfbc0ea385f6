// SPDX-License-Identifier: Apache-2.0
package org.cloister.softsev.machine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Optional;
import org.cloister.amd.channel.BareSevCommand;
import org.cloister.amd.channel.DebugDecrypt;
import org.cloister.amd.channel.DebugEncrypt;
import org.cloister.amd.channel.GetAttestationReport;
import org.cloister.amd.channel.GetGuestStatus;
import org.cloister.amd.channel.GuestHandle;
import org.cloister.amd.channel.LaunchMeasure;
import org.cloister.amd.channel.LaunchSecret;
import org.cloister.amd.channel.LaunchStart;
import org.cloister.amd.channel.LaunchUpdateData;
import org.cloister.amd.channel.LengthQuery;
import org.cloister.amd.channel.PdhCertExport;
import org.cloister.amd.channel.ReceiveStart;
import org.cloister.amd.channel.ReceiveUpdateData;
import org.cloister.amd.channel.ReceiveUpdateVmsa;
import org.cloister.amd.channel.SendStart;
import org.cloister.amd.channel.SendUpdateData;
import org.cloister.amd.channel.SendUpdateVmsa;
import org.cloister.amd.channel.SevChannel;
import org.cloister.amd.channel.SevCommand;
import org.cloister.amd.channel.SevGuestStatus;
import org.cloister.amd.channel.SevInit2;
import org.cloister.amd.channel.SnpLaunchFinish;
import org.cloister.amd.channel.SnpLaunchStart;
import org.cloister.amd.channel.SnpLaunchUpdate;
import org.cloister.amd.page.SnpPageType;
import org.cloister.api.Bytes;
import org.cloister.api.memory.GuestMemory;
import org.cloister.api.memory.Turn;
import org.cloister.api.memory.Visibility;
import org.cloister.testing.TypeExamples;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The example of each command to a guest's secure processor. Those of one launch run in the order of a launch. */
class SevCommandExamplesTest {
    private final SevFixture sev = new SevFixture("sev");
    private final LaunchFixture snp = new LaunchFixture();

    @AfterEach
    void close() {
        sev.close();
        snp.close();
    }

    @Test
    void everyCommandHasItsExample() throws IOException {
        TypeExamples.of("amd.channel", SevCommand.class, getClass()).require();
    }

    @Test
    void launchOfSev() {
        SevChannel channel = sev.channel;
        GuestMemory memory = sev.machine.memory();
        // Example: SevInit2
        channel.execute(new SevInit2(0, 0, 0));
        // End
        LaunchStart owners = sev.withSession(sev.policy(0));
        Bytes certificate = owners.certificate();
        Bytes session = owners.session();
        int policy = owners.policy();
        // Example: LaunchStart
        GuestHandle handle = channel.execute(new LaunchStart(0, policy, certificate, session));
        // End
        // Example: LaunchUpdateData
        long firmware = memory.hostAddress(0).orElseThrow();
        channel.execute(new LaunchUpdateData(firmware, 4096));
        // End
        // Example: LaunchMeasure
        Bytes measurement = LengthQuery.fetch(channel, LaunchMeasure.LENGTH).content();
        // End
        assertThat(measurement.length()).isEqualTo(48);
        sev.measurement = measurement;
        LaunchSecret sealed = sev.secret(0x1000, new byte[] {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16});
        Bytes header = sealed.header();
        Bytes payload = sealed.payload();
        // Example: LaunchSecret
        long place = memory.hostAddress(0x1000).orElseThrow();
        channel.execute(new LaunchSecret(header, place, payload.length(), payload));
        // End
        assertThat(sev.guest(0x1000, 4).hex()).isEqualTo("01020304");
        // Example: BareSevCommand
        channel.execute(BareSevCommand.LAUNCH_FINISH);
        // End
        // Example: GetGuestStatus
        SevGuestStatus status = channel.execute(new GetGuestStatus());
        System.out.println("guest " + status.handle() + ": " + status.state().orElseThrow());
        // End
        assertThat(status.handle()).isEqualTo(handle.value());
        assertThat(status.state()).hasValue(SevGuestStatus.State.RUNNING);
    }

    @Test
    void debuggingAndReport() {
        SevChannel channel = sev.channel;
        sev.run(sev.policy(0), SevFixture.content(4096));
        GuestMemory memory = sev.machine.memory();
        // Example: DebugEncrypt
        long there = memory.hostAddress(0x10).orElseThrow();
        channel.execute(new DebugEncrypt(Bytes.ofHex("c0ffee"), there));
        // End
        // Example: DebugDecrypt
        long address = memory.hostAddress(0x10).orElseThrow();
        Bytes plaintext = channel.execute(new DebugDecrypt(address, 3));
        // End
        assertThat(plaintext.hex()).isEqualTo("c0ffee");
        Bytes nonce = SevFixture.content(16);
        // Example: GetAttestationReport
        Bytes report =
                LengthQuery.fetch(channel, GetAttestationReport.length(nonce)).content();
        // End
        assertThat(report.slice(0, 16)).isEqualTo(nonce);
    }

    @Test
    void launchOfSevSnp() {
        SevChannel channel = snp.channel;
        GuestMemory memory = snp.machine.memory();
        channel.execute(LaunchFixture.INIT);
        // Example: SnpLaunchStart
        channel.execute(new SnpLaunchStart(0x30000, Bytes.of(new byte[16]), 0));
        // End
        // Example: SnpLaunchUpdate
        memory.turn(0, 0x2000, Visibility.PRIVATE, Turn.LAUNCH_UPDATE);
        SnpLaunchUpdate.Rest rest =
                new SnpLaunchUpdate.Rest(0, memory.hostAddress(0).orElseThrow(), 0x2000);
        while (rest.length() > 0) {
            rest = channel.execute(
                    new SnpLaunchUpdate(rest.gfnStart(), rest.uaddr(), rest.length(), SnpPageType.NORMAL, 0));
        }
        // End
        assertThat(rest.gfnStart()).isEqualTo(2);
        // Example: SnpLaunchFinish
        Bytes hostData = Bytes.of(new byte[32]);
        channel.execute(new SnpLaunchFinish(Optional.empty(), false, false, hostData, 0));
        // End
        assertThat(((SnpChannel) channel).guest().orElseThrow().identity().hostData())
                .isEqualTo(hostData);
    }

    @Test
    void sendingAndReceiving() {
        SevFixture from = new SevFixture("sev-es");
        SevFixture to = new SevFixture("sev-es");
        PdhCertExport.Certificates exported = LengthQuery.fetch(from.processor.commands(), PdhCertExport.LENGTH);
        Bytes pdh = exported.pdh().content();
        Bytes chain = exported.chain().content();
        Bytes amdChain = from.processor.platform().authorities();
        int policy = from.policy(0);
        from.channel.execute(SevFixture.INIT2);
        from.channel.execute(from.withSession(policy));
        from.update(0, SevFixture.content(4096));
        from.channel.execute(BareSevCommand.LAUNCH_UPDATE_VMSA);
        from.measure();
        from.finish();
        SendStart.Session started = send(from.channel, pdh, chain, amdChain);
        Bytes session = started.session().content();
        to.channel.execute(SevFixture.INIT2);
        receive(to.channel, policy, pdh, session);
        receiveData(to.channel, sendData(from.channel, from.address(0)), to.address(0));
        receiveVmsa(to.channel, sendVmsa(from.channel));
        from.channel.execute(BareSevCommand.SEND_FINISH);
        to.channel.execute(BareSevCommand.RECEIVE_FINISH);
        assertThat(to.guest(0, 4096)).isEqualTo(from.guest(0, 4096));
        from.close();
        to.close();
    }

    private static SendStart.Session send(SevChannel channel, Bytes pdh, Bytes chain, Bytes amdChain) {
        // Example: SendStart
        SendStart.Session sent = LengthQuery.fetch(channel, new SendStart(pdh, chain, amdChain, 0));
        // End
        return sent;
    }

    private static SendUpdateData.Packet sendData(SevChannel channel, long address) {
        // Example: SendUpdateData
        SendUpdateData.Packet packet = LengthQuery.fetch(channel, SendUpdateData.length(address, 4096));
        // End
        return packet;
    }

    private static SendUpdateData.Packet sendVmsa(SevChannel channel) {
        // Example: SendUpdateVmsa
        SendUpdateData.Packet packet = channel.execute(new SendUpdateVmsa(0));
        // End
        return packet;
    }

    private static void receive(SevChannel channel, int policy, Bytes pdh, Bytes session) {
        // Example: ReceiveStart
        GuestHandle handle = channel.execute(new ReceiveStart(0, policy, pdh, session));
        // End
        assertThat(handle.value()).isPositive();
    }

    private static void receiveData(SevChannel channel, SendUpdateData.Packet packet, long address) {
        Bytes header = packet.header().content();
        Bytes payload = packet.payload().content();
        // Example: ReceiveUpdateData
        channel.execute(new ReceiveUpdateData(header, address, 4096, payload));
        // End
    }

    private static void receiveVmsa(SevChannel channel, SendUpdateData.Packet packet) {
        Bytes header = packet.header().content();
        Bytes payload = packet.payload().content();
        // Example: ReceiveUpdateVmsa
        channel.execute(new ReceiveUpdateVmsa(0, header, payload));
        // End
    }
}
