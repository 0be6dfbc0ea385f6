// SPDX-License-Identifier: Apache-2.0
package org.cloister.softsev.machine;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;
import org.cloister.amd.channel.EncryptionContext;
import org.cloister.amd.channel.SevChannel;
import org.cloister.amd.channel.SevCommandException;
import org.cloister.amd.channel.SnpDebugging;
import org.cloister.amd.channel.SnpLaunchInspection;
import org.cloister.amd.kvm.VmType;
import org.cloister.amd.message.GuestRequests;
import org.cloister.amd.setting.AmdType;
import org.cloister.amd.status.Errno;
import org.cloister.api.Bytes;
import org.cloister.api.CloisterException;
import org.cloister.api.memory.GuestMemory;
import org.cloister.api.memory.Turn;
import org.cloister.api.memory.Visibility;
import org.cloister.api.platform.VcpuState;
import org.cloister.softsev.client.ClientMachine;
import org.cloister.softsev.client.ClientMemory;
import org.cloister.softsev.client.ClientSlot;
import org.cloister.softsev.client.GuestPaging;
import org.cloister.softsev.client.Privacy;
import org.cloister.softsev.client.SnpGuestFirmware;
import org.cloister.softsev.client.SnpPages;
import org.cloister.softsev.memory.ClientPages;
import org.cloister.softsev.memory.SlotBytes;
import org.cloister.softsev.memory.Slots;
import org.cloister.softsev.memory.SparseMemory;
import org.cloister.softsev.processor.SoftProcessor;

/** A machine whose memory is a client's, and whose parts come one by one. */
final class SoftClientMachine implements ClientMachine {
    /** {@code KVM_MEMORY_ATTRIBUTE_PRIVATE}. */
    private static final long PRIVATE = 1 << 3;

    private final SoftProcessor processor;
    private final ClientSpace space;
    private final boolean snp;
    private final Slots slots;
    private final SparseMemory memory;
    private final SoftVcpus vcpus = SoftVcpus.none();
    private final GuestChannel channel;
    /** What of a machine for SEV or SEV-ES can move to another; empty for SEV-SNP. */
    private final Optional<ContextTakeover> context;

    private final EncodedCommands commands;
    private final Map<Class<?>, Object> channels;
    private final ClientRegions regions;
    /** Memory as a guest with the C-bit alone has it; empty for SEV-SNP. */
    private final Optional<SlotBytes> guest;

    private final AtomicBoolean closed = new AtomicBoolean();

    /** A machine, counted by its processor until it is closed. */
    SoftClientMachine(VmType type, SoftProcessor processor, ClientMemory client, Privacy privacy) {
        this.processor = processor;
        space = new ClientSpace(client);
        snp = type == VmType.SNP;
        slots = new Slots(snp);
        ClientPages pages = new ClientPages(client);
        CommandGate gate = CommandGate.of(type);
        int number = processor.machineOpened();
        if (snp) {
            memory = pages.bySlots(slots, privacy, processor.pageCounter());
            SnpState state = new SnpState(processor, gate, number, memory, slots::privateRegions);
            SnpChannel made = new SnpChannel(state, vcpus);
            channel = made;
            context = Optional.empty();
            regions = new ClientRegions(client, () -> state.initialised() ? 0 : Errno.ENOTTY);
            guest = Optional.empty();
            channels = Map.of(
                    SevChannel.class,
                    made,
                    SnpLaunchInspection.class,
                    made,
                    SnpDebugging.class,
                    made,
                    SnpGuestFirmware.class,
                    made,
                    SnpPages.class,
                    new HostPages(made, processor),
                    PageStateChanges.class,
                    new PageStateChanges(memory, memory.assignment()),
                    GuestRequests.class,
                    new RequestChannel(made, processor));
        } else {
            memory = pages.byAddress(privacy, processor.pageCounter());
            AmdType kind = type == VmType.SEV_ES ? AmdType.SEV_ES : AmdType.SEV;
            SevMachineState state = new SevMachineState(processor, gate, kind, number, memory);
            SevMachineChannel made = new SevMachineChannel(state, vcpus, () -> false);
            channel = made;
            context = Optional.of(new ContextTakeover(made));
            regions = new ClientRegions(client, () -> refusedRegions(state));
            guest = Optional.of(new SlotBytes(memory.encryption(), slots));
            GuestPaging paging =
                    new CbitPaging(guest.get(), processor.settings().cbit());
            channels = Map.of(SevChannel.class, made, SevMachineChannel.class, made, GuestPaging.class, paging);
        }
        commands = new EncodedCommands(channel);
    }

    private static int refusedRegions(SevMachineState state) {
        if (!state.initialised()) {
            return Errno.ENOTTY;
        }
        return state.mirror() ? Errno.EINVAL : 0;
    }

    // Linux, kvm_vm_ioctl: a machine whose context went away answers nothing but this
    private int gone() {
        if (closed.get()) {
            return Errno.EBADF;
        }
        return context.isPresent() && context.get().own().dead() ? Errno.EIO : 0;
    }

    @Override
    public int memoryEncryptOp(long argument) {
        int gone = gone();
        return gone != 0 ? gone : commands.call(argument, space);
    }

    @Override
    public int registerRegion(long address, long size) {
        int gone = gone();
        return gone != 0 ? gone : regions.register(address, size);
    }

    @Override
    public int unregisterRegion(long address, long size) {
        int gone = gone();
        return gone != 0 ? gone : regions.unregister(address, size);
    }

    @Override
    public int createVcpu(int id) {
        // The channel's lock: no vCPU is made beside INIT2, or while a context moves
        synchronized (channel) {
            int gone = gone();
            if (gone != 0) {
                return gone;
            }
            if (id < 0 || id >= processor.settings().maxVcpus()) {
                return Errno.EINVAL;
            }
            return vcpus.add(id) ? 0 : Errno.EEXIST;
        }
    }

    @Override
    public int setVcpu(VcpuState state) {
        int gone = gone();
        if (gone != 0) {
            return gone;
        }
        if (!vcpus.has(state.index())) {
            return Errno.ENOENT;
        }
        try {
            vcpus.set(state);
            return 0;
        } catch (CloisterException e) {
            return Errno.EINVAL;
        }
    }

    @Override
    public int setMemoryRegion(ClientSlot slot) {
        int gone = gone();
        if (gone != 0) {
            return gone;
        }
        synchronized (memory) {
            int errno = slots.set(slot);
            if (snp && errno == 0) {
                memory.regions(slots.regions());
            }
            return errno;
        }
    }

    @Override
    public int setMemoryAttributes(long gpa, long size, long attributes) {
        int gone = gone();
        if (gone != 0) {
            return gone;
        }
        boolean range = (gpa | size) % GuestMemory.PAGE == 0 && gpa >= 0 && size > 0 && gpa <= Long.MAX_VALUE - size;
        if (!snp || !range || (attributes & ~PRIVATE) != 0) {
            return Errno.EINVAL;
        }
        Turn by = memory.assignment().running() ? Turn.PAGE_STATE_CHANGE : Turn.LAUNCH_UPDATE;
        memory.attributes(gpa, size, attributes == 0 ? Visibility.SHARED : Visibility.PRIVATE, by);
        return 0;
    }

    @Override
    public int copyContextFrom(ClientMachine source) {
        return take(EncryptionContext.COPY, source, SevMachineChannel::mirror);
    }

    @Override
    public int moveContextFrom(ClientMachine source) {
        return take(EncryptionContext.MOVE, source, (own, other) -> {
            own.move(other);
            regions.take(((SoftClientMachine) source).regions);
        });
    }

    private int take(String call, ClientMachine source, BiConsumer<SevMachineChannel, SevMachineChannel> effect) {
        int gone = gone();
        if (gone != 0) {
            return gone;
        }
        if (context.isEmpty()) {
            return Errno.EINVAL;
        }
        try {
            context.get().take(call, source, effect);
            return 0;
        } catch (SevCommandException e) {
            return e.errno();
        }
    }

    @Override
    public Bytes guestRead(long gpa, int length) {
        return guest.map(pages -> Bytes.wrap(pages.read(gpa, length, true)))
                .orElseGet(() -> memory.guestView().read(gpa, length));
    }

    @Override
    public <T> Optional<T> adapt(Class<T> wanted) {
        return Optional.ofNullable(wanted.cast(channels.get(wanted)));
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            channel.close();
            regions.close();
            processor.machineClosed();
        }
    }
}
