// SPDX-License-Identifier: Apache-2.0
package org.cloister.benchmarks;

import java.util.concurrent.TimeUnit;
import org.cloister.amd.kvm.VmType;
import org.cloister.api.Bytes;
import org.cloister.api.host.DeviceNode;
import org.cloister.kvm.libc.Descriptor;
import org.cloister.kvm.libc.Mapping;
import org.cloister.kvm.vm.KvmSystem;
import org.cloister.kvm.vm.KvmVcpu;
import org.cloister.kvm.vm.KvmVm;
import org.cloister.kvm.vm.MemorySlot;
import org.cloister.kvm.vm.abi.Struct;
import org.cloister.kvm.vm.exit.Exit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** Calls into the kernel, beside a C program that makes the same ones. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class Kernel {
    private static final long KVM_GET_API_VERSION = 0xAE00;
    private static final int COPIED = 64 << 20;
    private static final int GUEST = 0x1000;
    /** mov dx, 0x3f8; again: out dx, al; jmp again. */
    private static final byte[] CODE = Bytes.ofHex("baf803eeebfd").toArray();

    private Descriptor device;
    private KvmSystem kvm;
    private KvmVm vm;
    private KvmVcpu vcpu;
    private Mapping code;
    private Mapping large;
    private byte[] target;

    /** Makes a machine with a guest that writes to a port for ever. */
    @Setup
    public void make() {
        device = Descriptor.open(DeviceNode.KVM, true).orThrow(DeviceNode.KVM);
        kvm = KvmSystem.open();
        vm = kvm.createVm(VmType.DEFAULT);
        code = Mapping.anonymous(4096, "code");
        code.write(0, CODE, 0, CODE.length);
        vm.setMemory(MemorySlot.of(0, 0, GUEST, code));
        vcpu = vm.createVcpu(0);
        Struct special = vcpu.state().special();
        special.set("cs.base", 0);
        special.set("cs.selector", 0);
        vcpu.state().setSpecial(special);
        Struct general = vcpu.state().general();
        general.set("rip", GUEST);
        general.set("rflags", 2);
        vcpu.state().setGeneral(general);
        large = Mapping.anonymous(COPIED, "copied");
        target = new byte[COPIED];
        large.write(0, target, 0, COPIED);
    }

    /** Gives everything back. */
    @TearDown
    public void close() {
        vm.close();
        kvm.close();
        code.close();
        large.close();
        device.close();
    }

    /** The cheapest request there is. */
    @Benchmark
    public long cheapIoctl() {
        return device.ioctl(KVM_GET_API_VERSION, 0).value();
    }

    /** Into the guest and out again at a port. */
    @Benchmark
    public Exit runToIoExit() {
        return vcpu.run();
    }

    /** 64 MiB out of guest memory. */
    @Benchmark
    public byte[] copy64MiB() {
        large.read(0, target, 0, COPIED);
        return target;
    }
}
