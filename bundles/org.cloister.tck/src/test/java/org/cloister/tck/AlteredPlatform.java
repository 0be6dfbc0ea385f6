// SPDX-License-Identifier: Apache-2.0
package org.cloister.tck;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.cloister.api.memory.GuestMemory;
import org.cloister.api.memory.MemoryRegion;
import org.cloister.api.memory.MemoryView;
import org.cloister.api.memory.PageState;
import org.cloister.api.memory.Turn;
import org.cloister.api.memory.Visibility;
import org.cloister.api.platform.Executor;
import org.cloister.api.platform.MachineSpec;
import org.cloister.api.platform.PlatformFacts;
import org.cloister.api.platform.VcpuState;
import org.cloister.api.platform.VirtualMachine;
import org.cloister.api.platform.Vmm;
import org.cloister.softsev.SoftSev;

/** The software platform as Cloister brings it, for tests to break one method of. */
class AlteredPlatform implements Vmm {
    final SoftSev sound = new SoftSev();

    @Override
    public String name() {
        return sound.name();
    }

    @Override
    public PlatformFacts facts() {
        return sound.facts();
    }

    @Override
    public VirtualMachine create(MachineSpec spec) {
        return new AlteredMachine(sound.create(spec));
    }

    /** A machine, of which a platform may make another. */
    static class AlteredMachine implements VirtualMachine {
        final VirtualMachine sound;

        AlteredMachine(VirtualMachine sound) {
            this.sound = sound;
        }

        @Override
        public MachineSpec spec() {
            return sound.spec();
        }

        @Override
        public GuestMemory memory() {
            return sound.memory();
        }

        @Override
        public void setVcpu(VcpuState state) {
            sound.setVcpu(state);
        }

        @Override
        public VcpuState vcpu(int index) {
            return sound.vcpu(index);
        }

        @Override
        public <T> Optional<T> adapt(Class<T> channel) {
            return sound.adapt(channel);
        }

        @Override
        public Optional<Executor> executor() {
            return sound.executor();
        }

        @Override
        public void close() {
            sound.close();
        }
    }

    /** Its memory. */
    static class AlteredMemory implements GuestMemory {
        final GuestMemory sound;

        AlteredMemory(GuestMemory sound) {
            this.sound = sound;
        }

        @Override
        public List<MemoryRegion> regions() {
            return sound.regions();
        }

        @Override
        public MemoryView hostView() {
            return sound.hostView();
        }

        @Override
        public MemoryView guestView() {
            return sound.guestView();
        }

        @Override
        public PageState page(long gpa) {
            return sound.page(gpa);
        }

        @Override
        public void turn(long gpa, long size, Visibility to, Turn by) {
            sound.turn(gpa, size, to, by);
        }

        @Override
        public OptionalLong hostAddress(long gpa) {
            return sound.hostAddress(gpa);
        }
    }

    /** What one side sees of it. */
    static class AlteredView implements MemoryView {
        final MemoryView sound;

        AlteredView(MemoryView sound) {
            this.sound = sound;
        }

        @Override
        public void read(long gpa, byte[] target, int offset, int length) {
            sound.read(gpa, target, offset, length);
        }

        @Override
        public void write(long gpa, byte[] source, int offset, int length) {
            sound.write(gpa, source, offset, length);
        }

        @Override
        public List<MemoryRegion> written(MemoryRegion region) {
            return sound.written(region);
        }
    }
}
