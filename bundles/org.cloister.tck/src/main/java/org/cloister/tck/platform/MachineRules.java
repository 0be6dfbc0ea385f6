// SPDX-License-Identifier: Apache-2.0
package org.cloister.tck.platform;

import java.util.Optional;
import java.util.OptionalLong;
import org.cloister.api.CloisterException;
import org.cloister.api.GuestType;
import org.cloister.api.Problem;
import org.cloister.api.memory.MemoryView;
import org.cloister.api.platform.Executor;
import org.cloister.api.platform.MachineSpec;
import org.cloister.api.platform.PlatformFacts;
import org.cloister.api.platform.VirtualMachine;
import org.cloister.tck.check.CheckBodies;
import org.cloister.tck.check.CheckEnd;

/** How machines are made. */
final class MachineRules {
    private static final GuestType UNKNOWN = new GuestType("tck-unknown");

    /** Nobody offers it. */
    private interface Unknown {}

    private MachineRules() {}

    static CheckBodies<PlatformSubject> bodies() {
        return new CheckBodies<PlatformSubject>()
                .of("create", MachineRules::create)
                .of(
                        "create.unknown-type",
                        on -> refused(on, "type " + UNKNOWN, PlatformSubject.of(UNKNOWN, 4 << 20, 1)))
                .of("create.most-processors", MachineRules::processors)
                .of("create.most-memory", MachineRules::memory)
                .of("create.apart", MachineRules::apart)
                .of("memory.same", MachineRules::sameMemory)
                .of("spec", MachineRules::spec)
                .of("adapt", MachineRules::adapt)
                .of("executor", MachineRules::executor);
    }

    private static String create(PlatformSubject on) {
        VirtualMachine machine = on.create();
        on.close(machine);
        return "a machine for " + on.spec().type();
    }

    private static String refused(PlatformSubject on, String what, MachineSpec spec) {
        VirtualMachine machine;
        try {
            machine = on.calls().ask("create", () -> on.vmm().create(spec));
        } catch (CloisterException e) {
            Problem.Kind kind = e.problem().kind();
            CheckEnd.require(kind == Problem.Kind.HOST, what + " is refused as " + kind + ": " + e.getMessage());
            return e.getMessage();
        }
        on.close(machine);
        throw CheckEnd.failed("a machine of " + what + " was made");
    }

    private static String processors(PlatformSubject on) {
        long most = stated(on, PlatformFacts.MAX_VCPUS);
        if (most >= Integer.MAX_VALUE) {
            throw CheckEnd.notApplicable("there can be " + most);
        }
        MachineSpec spec = on.spec();
        return refused(
                on,
                most + 1 + " processors",
                new MachineSpec(spec.type(), spec.profile(), spec.memory(), (int) most + 1));
    }

    private static String memory(PlatformSubject on) {
        long most = stated(on, PlatformFacts.MAX_MEMORY);
        MachineSpec spec = on.spec();
        if (most > Long.MAX_VALUE / 4) {
            throw CheckEnd.notApplicable("there can be " + most + " bytes");
        }
        return refused(on, 2 * most + " bytes", PlatformSubject.of(spec.type(), 2 * most & -4096L, 1));
    }

    private static long stated(PlatformSubject on, String limit) {
        OptionalLong most = on.facts().number(limit);
        return most.orElseThrow(() -> CheckEnd.notApplicable("the facts do not state " + limit));
    }

    private static String apart(PlatformSubject on) {
        VirtualMachine one = on.create();
        VirtualMachine other = on.create();
        try {
            long gpa = one.memory().regions().get(0).gpa();
            return on.calls().ask("memory", () -> {
                one.memory().hostView().write(gpa, new byte[] {1}, 0, 1);
                MemoryView view = other.memory().hostView();
                CheckEnd.require(view.read(gpa, 1).isZero(), "what was written to one is in the other");
                return "what is written to one is not in the other";
            });
        } finally {
            on.close(one);
            on.close(other);
        }
    }

    private static String sameMemory(PlatformSubject on) {
        VirtualMachine machine = on.create();
        try {
            long gpa = on.spec().memory().get(0).gpa();
            return on.calls().ask("memory", () -> {
                machine.memory().hostView().write(gpa, new byte[] {1}, 0, 1);
                CheckEnd.require(
                        !machine.memory().hostView().read(gpa, 1).isZero(),
                        "what was written is not in it the next time");
                return "what was written is there the next time";
            });
        } finally {
            on.close(machine);
        }
    }

    private static String spec(PlatformSubject on) {
        MachineSpec asked = on.spec();
        VirtualMachine machine = on.create();
        try {
            MachineSpec told = on.calls().ask("spec", machine::spec);
            CheckEnd.require(asked.equals(told), "asked for " + asked + ", it is " + told);
            return told.type() + ", " + told.vcpus() + " processors";
        } finally {
            on.close(machine);
        }
    }

    private static String adapt(PlatformSubject on) {
        VirtualMachine machine = on.create();
        try {
            Optional<Unknown> answer = on.calls().ask("adapt", () -> machine.adapt(Unknown.class));
            CheckEnd.require(answer.isEmpty(), "it offers an interface that the kit made up");
            return "not offered";
        } finally {
            on.close(machine);
        }
    }

    private static String executor(PlatformSubject on) {
        boolean offered = on.facts().offers(PlatformFacts.EXECUTION);
        VirtualMachine machine = on.create();
        try {
            Optional<Executor> executor = on.calls().ask("executor", machine::executor);
            CheckEnd.require(!offered || executor.isPresent(), "execution is offered, and there is no executor");
            return executor.isPresent() ? "there" : "not there";
        } finally {
            on.close(machine);
        }
    }
}
