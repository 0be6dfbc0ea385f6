// SPDX-License-Identifier: Apache-2.0
package org.cloister.softsev.machine;

import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import org.cloister.amd.cert.SevCertificate;
import org.cloister.amd.channel.BareSevCommand;
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
import org.cloister.amd.channel.SevChannel;
import org.cloister.amd.channel.SevCommand;
import org.cloister.amd.channel.SevGuestStatus;
import org.cloister.amd.channel.SevInit2;
import org.cloister.amd.session.OwnerSession;
import org.cloister.amd.session.PacketKind;
import org.cloister.amd.session.SessionBlob;
import org.cloister.amd.session.TransportPacket;
import org.cloister.api.Bytes;
import org.cloister.api.GuestType;
import org.cloister.api.memory.MemoryRegion;
import org.cloister.api.platform.MachineSpec;
import org.cloister.softsev.model.PlatformSettings;
import org.cloister.softsev.processor.SoftProcessor;

/** A machine for SEV or SEV-ES, its owner, and what a test does with them again and again. */
final class SevFixture implements AutoCloseable {
    static final int PAGE = 4096;
    static final SecureRandom RANDOM = new SecureRandom();
    static final SevInit2 INIT2 = new SevInit2(0, 0, 0);
    static final LaunchMeasure MEASURE = new LaunchMeasure(48);

    /** One processor whose identity is made once. */
    static final SoftProcessor SHARED = new SoftProcessor(PlatformSettings.DEFAULT);

    final SoftProcessor processor;
    final SoftMachine machine;
    final SevChannel channel;
    final CallerMemory caller = new CallerMemory();
    private final boolean es;
    private OwnerSession owner;
    Bytes measurement;

    SevFixture(SoftProcessor processor, String type, int vcpus) {
        this(processor, type, vcpus, 1 << 20);
    }

    SevFixture(SoftProcessor processor, String type, int vcpus, long ram) {
        this.processor = processor;
        es = type.equals("sev-es");
        List<MemoryRegion> memory =
                List.of(new MemoryRegion("ram", 0, ram), new MemoryRegion("rom", 0xfff00000L, 1 << 20));
        machine = new SoftMachine(new MachineSpec(new GuestType(type), memory, vcpus), processor, Optional::empty);
        channel = machine.adapt(SevChannel.class).orElseThrow();
    }

    SevFixture(String type) {
        this(SHARED, type, 1);
    }

    /** The policy that this type of guest has, with more bits. */
    int policy(int more) {
        return (es ? 0x4 : 0) | more;
    }

    /** LAUNCH_START with a session of an owner's. */
    LaunchStart withSession(int policy) {
        if (owner != null) {
            owner.close();
        }
        PdhCertExport.Certificates exported = LengthQuery.fetch(processor.commands(), PdhCertExport.LENGTH);
        SevCertificate pdh = SevCertificate.decode(exported.pdh().content(), "pdh");
        owner = OwnerSession.create(pdh.ecKey(), 1, 55, Integer.toUnsignedLong(policy), RANDOM);
        return new LaunchStart(
                0, policy, owner.certificate().encode(), owner.blob().raw());
    }

    /** RECEIVE_START with a session of somebody who has keys, and no platform. */
    ReceiveStart receiving(int policy) {
        LaunchStart session = withSession(policy);
        return new ReceiveStart(0, policy, session.certificate(), session.session());
    }

    /** A page as who has the session's keys sends it. */
    ReceiveUpdateData data(long address, byte[] content) {
        TransportPacket packet = sealed(PacketKind.DATA, content);
        return new ReceiveUpdateData(packet.header().raw(), address, content.length, packet.payload());
    }

    /** A VMSA as who has the session's keys sends it. */
    ReceiveUpdateVmsa vmsa(int vcpu, byte[] content) {
        TransportPacket packet = sealed(PacketKind.VMSA, content);
        return new ReceiveUpdateVmsa(vcpu, packet.header().raw(), packet.payload());
    }

    private TransportPacket sealed(PacketKind kind, byte[] content) {
        if (owner == null) {
            withSession(policy(0));
        }
        byte[] iv = new byte[16];
        RANDOM.nextBytes(iv);
        return TransportPacket.seal(kind, owner.keys(), Bytes.of(iv), content, Bytes.EMPTY);
    }

    /** SEND_START to the platform that the guest is on. */
    SendStart sendToItself() {
        PdhCertExport.Certificates exported = LengthQuery.fetch(processor.commands(), PdhCertExport.LENGTH);
        return new SendStart(
                exported.pdh().content(),
                exported.chain().content(),
                processor.platform().authorities(),
                SessionBlob.SIZE);
    }

    /** LAUNCH_UPDATE_VMSA, where there is such a thing. */
    void updateVmsa() {
        if (es) {
            channel.execute(BareSevCommand.LAUNCH_UPDATE_VMSA);
        }
    }

    static LaunchStart withoutSession(int policy) {
        return new LaunchStart(0, policy, Bytes.EMPTY, Bytes.EMPTY);
    }

    OwnerSession owner() {
        return owner;
    }

    GuestHandle started(int policy) {
        channel.execute(INIT2);
        return channel.execute(withSession(policy));
    }

    void update(long gpa, Bytes content) {
        machine.memory().hostView().write(gpa, content);
        channel.execute(new LaunchUpdateData(address(gpa), content.length()));
    }

    void measure() {
        measurement = channel.execute(MEASURE).content();
    }

    void finish() {
        channel.execute(BareSevCommand.LAUNCH_FINISH);
    }

    /** A guest that runs. */
    void run(int policy, Bytes firmware) {
        started(policy);
        update(0, firmware);
        measure();
        finish();
    }

    LaunchSecret secret(long gpa, byte[] content) {
        byte[] iv = new byte[16];
        RANDOM.nextBytes(iv);
        Bytes bound =
                TransportPacket.binding(1, 55, measurement == null ? Bytes.of(new byte[32]) : measurement.slice(0, 32));
        TransportPacket packet = TransportPacket.seal(PacketKind.SECRET, owner.keys(), Bytes.of(iv), content, bound);
        return new LaunchSecret(packet.header().raw(), SevAddresses.of(gpa), content.length, packet.payload());
    }

    SevGuestStatus.State state() {
        return channel.execute(new GetGuestStatus()).state().orElseThrow();
    }

    long address(long gpa) {
        return machine.memory().hostAddress(gpa).orElseThrow();
    }

    Bytes host(long gpa, int length) {
        return machine.memory().hostView().read(gpa, length);
    }

    Bytes guest(long gpa, int length) {
        return machine.memory().guestView().read(gpa, length);
    }

    /**
     * Errno and firmware status of a command that is given as bytes; the firmware was not asked when the latter is -1.
     */
    List<Integer> call(SevCommand<?> command) {
        var encoded = org.cloister.amd.channel.SevCodec.encode(command, caller);
        return call(encoded.id(), encoded.struct().length() == 0 ? 0 : caller.place(encoded.struct()));
    }

    List<Integer> call(int id, long data) {
        return new MachineCall(machine, caller).call(id, data);
    }

    static Bytes content(int length) {
        byte[] bytes = new byte[length];
        new java.util.Random(7).nextBytes(bytes);
        return Bytes.of(bytes);
    }

    @Override
    public void close() {
        machine.close();
        if (owner != null) {
            owner.close();
        }
    }
}
