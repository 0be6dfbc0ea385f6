// SPDX-License-Identifier: Apache-2.0
package org.cloister.kvm.vm;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.function.Consumer;
import org.cloister.amd.kvm.VmType;
import org.cloister.api.CloisterException;
import org.cloister.kvm.libc.Mapping;
import org.cloister.kvm.vm.abi.Constants;
import org.cloister.kvm.vm.abi.Struct;
import org.junit.jupiter.api.Assumptions;

/** A guest of one vCPU with a few instructions at {@link #CODE} and 2 MiB of memory at 0, for tests. */
public final class Guest implements AutoCloseable {
    public static final int CODE = 0x1000;
    public static final int MEMORY = 0x200000;
    /** The first address without memory; long mode has it mapped. */
    public static final long MMIO = MEMORY;

    private static final int GDT = 0x500;
    private static final int TABLES = 0x10000;

    public final KvmVm vm;
    public final Mapping memory;
    public final KvmVcpu vcpu;

    private Guest(KvmSystem system, String code) {
        vm = system.createVm(VmType.DEFAULT);
        memory = Mapping.anonymous(MEMORY, "memory of a test's guest");
        vm.setMemory(MemorySlot.of(0, Constants.MEM_LOG_DIRTY_PAGES, 0, memory));
        vcpu = vm.createVcpu(0);
        vcpu.state().setCpuid(system.supportedCpuid());
        write(CODE, HexFormat.of().parseHex(code.replace(" ", "")));
    }

    /** KVM; the test is skipped where it cannot be opened. */
    public static KvmSystem system() {
        try {
            return KvmSystem.open();
        } catch (CloisterException e) {
            Assumptions.abort("no KVM here: " + e.getMessage());
            throw e;
        }
    }

    /** Skips the test where the administrator lets KVM answer for registers that it does not know. */
    static void assumeUnknownMsrsAreRefused() {
        try {
            String ignored = Files.readString(Path.of("/sys/module/kvm/parameters/ignore_msrs"));
            Assumptions.assumeFalse(ignored.startsWith("Y"), "kvm.ignore_msrs is set on this host");
        } catch (IOException e) {
            // Without the parameter KVM is built in with its default, which refuses them
        }
    }

    /** Runs in real mode, all segments at 0. */
    public static Guest real(String code) {
        Guest guest = make(code);
        guest.special(registers -> registers.set("cs.base", 0).set("cs.selector", 0));
        guest.general(registers -> registers.set("rip", CODE).set("rflags", 2).set("rsp", 0x8000));
        return guest;
    }

    /** Runs in 32-bit protected mode with flat segments of a GDT, without paging. */
    public static Guest protectedMode(String code) {
        Guest guest = make(code);
        guest.writeGdt(0x00cf9b000000ffffL);
        guest.special(registers -> {
            flat(registers, "cs", 8, 0xb).set("cs.db", 1);
            guest.dataSegments(registers);
            registers.set("cr0", 0x11);
        });
        guest.general(registers -> registers.set("rip", CODE).set("rflags", 2).set("rsp", 0x8000));
        return guest;
    }

    /** Runs in protected mode with PAE's page tables; the first 2 MiB are mapped to themselves. */
    public static Guest pae(String code) {
        Guest guest = protectedMode(code);
        guest.writeLong(TABLES, TABLES + 0x1000 | 1);
        guest.writeLong(TABLES + 0x1000, 0x83);
        guest.special(registers -> registers.set("cr3", TABLES).set("cr4", 0x20).set("cr0", 0x80000011L));
        return guest;
    }

    /** Runs in 64-bit mode; the first GiB is mapped to itself. */
    public static Guest longMode(String code) {
        Guest guest = make(code);
        guest.writeGdt(0x00af9b000000ffffL);
        guest.writePageTables();
        guest.special(registers -> {
            flat(registers, "cs", 8, 0xb).set("cs.l", 1);
            guest.dataSegments(registers);
            registers.set("cr3", TABLES).set("cr4", 0x20).set("efer", 0x500).set("cr0", 0x80000011L);
        });
        guest.general(registers -> registers.set("rip", CODE).set("rflags", 2).set("rsp", 0x8000));
        return guest;
    }

    private static Guest make(String code) {
        try (KvmSystem system = system()) {
            return new Guest(system, code);
        }
    }

    private void dataSegments(Struct registers) {
        for (String name : new String[] {"ds", "es", "fs", "gs", "ss"}) {
            flat(registers, name, 0x10, 3).set(name + ".db", 1);
        }
        registers.set("gdt.base", GDT).set("gdt.limit", 23);
    }

    private static Struct flat(Struct registers, String name, int selector, int type) {
        return registers
                .set(name + ".base", 0)
                .set(name + ".limit", 0xffffffffL)
                .set(name + ".selector", selector)
                .set(name + ".type", type)
                .set(name + ".present", 1)
                .set(name + ".s", 1)
                .set(name + ".dpl", 0)
                .set(name + ".g", 1)
                .set(name + ".db", 0)
                .set(name + ".l", 0)
                .set(name + ".unusable", 0);
    }

    private void writeGdt(long code) {
        writeLong(GDT + 8, code);
        writeLong(GDT + 16, 0x00cf93000000ffffL);
    }

    private void writePageTables() {
        writeLong(TABLES, TABLES + 0x1000 | 3);
        writeLong(TABLES + 0x1000, TABLES + 0x2000 | 3);
        for (int i = 0; i < 512; i++) {
            writeLong(TABLES + 0x2000 + i * 8, (long) i << 21 | 0x83);
        }
    }

    public void special(Consumer<Struct> change) {
        Struct registers = vcpu.state().special();
        change.accept(registers);
        vcpu.state().setSpecial(registers);
    }

    public void general(Consumer<Struct> change) {
        Struct registers = vcpu.state().general();
        change.accept(registers);
        vcpu.state().setGeneral(registers);
    }

    public long register(String name) {
        return vcpu.state().general().get(name);
    }

    public void write(long gpa, byte[] bytes) {
        memory.write(gpa, bytes, 0, bytes.length);
    }

    private void writeLong(long gpa, long value) {
        byte[] bytes = new byte[8];
        java.nio.ByteBuffer.wrap(bytes).order(java.nio.ByteOrder.LITTLE_ENDIAN).putLong(value);
        write(gpa, bytes);
    }

    public byte[] read(long gpa, int length) {
        byte[] bytes = new byte[length];
        memory.read(gpa, bytes, 0, length);
        return bytes;
    }

    @Override
    public void close() {
        vm.close();
        memory.close();
    }
}
