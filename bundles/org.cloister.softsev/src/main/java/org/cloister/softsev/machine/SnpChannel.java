package org.cloister.softsev.machine;

import java.util.List;
import java.util.Optional;
import org.cloister.amd.channel.SevCommand;
import org.cloister.amd.channel.SevCommand.Done;
import org.cloister.amd.channel.SevCommandException;
import org.cloister.amd.channel.SevInit2;
import org.cloister.amd.channel.SnpLaunchFinish;
import org.cloister.amd.channel.SnpLaunchInspection;
import org.cloister.amd.channel.SnpLaunchStart;
import org.cloister.amd.channel.SnpLaunchUpdate;
import org.cloister.amd.status.Errno;
import org.cloister.amd.status.FirmwareStatus;
import org.cloister.api.Bytes;
import org.cloister.softsev.attest.GuestIdentity;
import org.cloister.softsev.memory.PageAssignment;
import org.cloister.softsev.memory.SparseMemory;
import org.cloister.softsev.processor.AsidPool;
import org.cloister.softsev.processor.GuestContext;
import org.cloister.softsev.model.Refusal;
import org.cloister.softsev.processor.SoftProcessor;

/**
 * The commands of one machine, with the checks that Linux makes before it asks the firmware
 * ({@code Documentation/virt/kvm/x86/amd-memory-encryption.rst}). Commands are serial, as under KVM's lock of the machine.
 */
final class SnpChannel implements GuestChannel, SnpLaunchInspection {
    private static final long POLICY_ONE = 1L << 17;
    private static final int MAX_GHCB_VERSION = 2;
    private static final int NO_ASID = 0;
    private static final long SNP_ACTIVE = 1;

    private final SoftProcessor processor;
    private final String name;
    private final SparseMemory memory;
    private final PageAssignment pages;
    private final Vcpus vcpus;
    private int asid = NO_ASID;
    private long sevFeatures;
    private GuestContext guest;
    private boolean closed;

    SnpChannel(SoftProcessor processor, int number, SparseMemory memory, Vcpus vcpus) {
        this.processor = processor;
        name = "machine " + number + " (sev-snp)";
        this.memory = memory;
        this.vcpus = vcpus;
        pages = memory.assignment();
    }

    // The answer's type is the command's: each branch of run() answers with its own.
    @Override
    @SuppressWarnings("unchecked")
    public synchronized <A> A execute(SevCommand<A> command) {
        try {
            gate(command.id());
            return (A) run(command);
        } catch (Refusal e) {
            throw refused(command.name(), e);
        }
    }

    @Override
    public synchronized void admit(int id) {
        try {
            gate(id);
        } catch (Refusal e) {
            throw refused("command " + Integer.toUnsignedString(id), e);
        }
    }

    private void gate(int id) {
        Refusal.unless(!closed, Errno.EBADF, "the machine was closed");
        CommandGate.check(MachineKind.SEV_SNP, id, asid != NO_ASID, processor.maxAsids() > 0);
    }

    private static SevCommandException refused(String command, Refusal e) {
        return new SevCommandException(command, e.errno(), e.status(), e.getMessage());
    }

    @Override
    public synchronized Bytes launchDigest() {
        if (guest == null) {
            int status = FirmwareStatus.INVALID_GUEST.code();
            throw new SevCommandException("launch digest", Errno.EINVAL, status, "the launch was not started");
        }
        return guest.launchDigest();
    }

    /**
     * What every report of the guest repeats.
     *
     * @throws SevCommandException before the launch was finished
     */
    synchronized GuestIdentity identity() {
        try {
            Refusal.unless(guest != null, Errno.EINVAL, "the launch was not started");
            return guest.identity();
        } catch (Refusal e) {
            throw refused("guest identity", e);
        }
    }

    /** The guest, from the start of its launch to the end of the machine. */
    synchronized Optional<GuestContext> guest() {
        return Optional.ofNullable(guest);
    }

    @Override
    public synchronized void close() {
        closed = true;
        memory.close();
        if (guest != null) {
            processor.decommission(guest);
            guest = null;
        }
        if (asid != NO_ASID) {
            processor.asids(true).release(asid);
            asid = NO_ASID;
        }
    }

    private Object run(SevCommand<?> command) {
        if (command instanceof SevInit2 init) {
            return init(init);
        }
        if (command instanceof SnpLaunchStart start) {
            return start(start);
        }
        if (command instanceof SnpLaunchUpdate update) {
            Refusal.unless(guest != null, Errno.EINVAL, "the launch was not started");
            return new LaunchUpdate(memory, pages, guest).of(update);
        }
        if (command instanceof SnpLaunchFinish finish) {
            return finish(finish);
        }
        // What the gate lets through besides is SNP_ENABLE_REQ_CERTS, which Linux takes before the first vCPU only.
        throw Refusal.kernel(Errno.EINVAL, "the machine has its vCPUs from the beginning");
    }

    private Done init(SevInit2 command) {
        Refusal.unless(command.flags() == 0, Errno.EINVAL, "flags " + command.flags());
        long unknown = command.vmsaFeatures() & ~processor.settings().vmsaFeatures();
        Refusal.unless(unknown == 0, Errno.EINVAL, "vmsa_features, unsupported: 0x" + Long.toHexString(unknown));
        int ghcb = command.ghcbVersion();
        Refusal.unless(ghcb >= 0 && ghcb <= MAX_GHCB_VERSION, Errno.EINVAL, "ghcb_version " + ghcb);
        int available = processor.maxAsids();
        Refusal.unless(available > 0, Errno.ENOTTY, "the platform has no ASIDs for SEV-SNP");
        AsidPool asids = processor.asids(true);
        asid = asids.take(name).orElseThrow(() -> Refusal.kernel(Errno.EBUSY, asids.exhausted()));
        sevFeatures = command.vmsaFeatures() | SNP_ACTIVE;
        return Done.DONE;
    }

    private Done start(SnpLaunchStart command) {
        Refusal.unless(guest == null, Errno.EINVAL, "the launch was started already");
        Refusal.unless(command.flags() == 0, Errno.EINVAL, "flags " + command.flags());
        long unknown = command.policy() & ~processor.settings().policies().policyBits();
        Refusal.unless(unknown == 0, Errno.EINVAL, "policy, unsupported bits: 0x" + Long.toHexString(unknown));
        Refusal.unless((command.policy() & POLICY_ONE) != 0, Errno.EINVAL, "policy: bit 17 is clear");
        guest = started(command);
        pages.activate(asid, guest.memoryKey());
        return Done.DONE;
    }

    private GuestContext started(SnpLaunchStart command) {
        GuestContext created = processor.createGuest();
        try {
            created.start(command.policy(), command.gosvw());
            return created;
        } catch (Refusal e) {
            processor.decommission(created);
            throw e;
        }
    }

    private Done finish(SnpLaunchFinish command) {
        Refusal.unless(guest != null, Errno.EINVAL, "the launch was not started");
        Refusal.unless(command.flags() == 0, Errno.EINVAL, "flags " + command.flags());
        vcpus.seal(states -> finish(command, KvmVmsa.of(states, sevFeatures)));
        return Done.DONE;
    }

    private void finish(SnpLaunchFinish command, List<Bytes> vmsas) {
        guest.finish(vmsas, command);
        for (int vcpu = 0; vcpu < vmsas.size(); vcpu++) {
            pages.assignVmsa(vcpu, vmsas.get(vcpu).toArray());
        }
        pages.run();
    }
}
