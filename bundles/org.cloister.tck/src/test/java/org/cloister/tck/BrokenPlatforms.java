// SPDX-License-Identifier: Apache-2.0
package org.cloister.tck;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.cloister.api.GuestType;
import org.cloister.api.Trust;
import org.cloister.api.platform.ChangeWatch;
import org.cloister.api.platform.Executor;
import org.cloister.api.platform.MachineSpec;
import org.cloister.api.platform.PlatformFacts;
import org.cloister.api.platform.VcpuState;
import org.cloister.api.platform.VirtualMachine;
import org.cloister.tck.AlteredPlatform.AlteredMachine;

/** Platforms with one fault each. */
final class BrokenPlatforms {
    /**
     * A fault.
     *
     * @param check the check that finds it
     * @param what it is
     * @param stuck whether a call does not come back
     * @param platform makes one
     */
    record Fault(String check, String what, boolean stuck, Supplier<AlteredPlatform> platform) {}

    private BrokenPlatforms() {}

    static List<Fault> all() {
        return Stream.of(named(), made(), closed(), BrokenMemories.all(), BrokenMachines.all())
                .flatMap(List::stream)
                .toList();
    }

    /** A platform whose machines are what a change makes of them. */
    static Fault machine(String check, String what, UnaryOperator<VirtualMachine> change) {
        return new Fault(check, what, false, () -> new AlteredPlatform() {
            @Override
            public VirtualMachine create(MachineSpec spec) {
                return change.apply(super.create(spec));
            }
        });
    }

    private static Fault facts(String check, String what, UnaryOperator<PlatformFacts> change) {
        return new Fault(check, what, false, () -> new AlteredPlatform() {
            @Override
            public PlatformFacts facts() {
                return change.apply(super.facts());
            }
        });
    }

    private static Fault asked(String check, String what, UnaryOperator<MachineSpec> change) {
        return new Fault(check, what, false, () -> new AlteredPlatform() {
            @Override
            public VirtualMachine create(MachineSpec spec) {
                return super.create(change.apply(spec));
            }
        });
    }

    private static Fault name(String what, Supplier<String> name) {
        return new Fault("name", what, false, () -> new AlteredPlatform() {
            @Override
            public String name() {
                return name.get();
            }
        });
    }

    private static PlatformFacts with(PlatformFacts of, String vmm, Trust trust, Map<String, String> absent) {
        return new PlatformFacts(vmm, trust, of.features(), absent, of.numbers());
    }

    private static List<Fault> named() {
        AtomicInteger count = new AtomicInteger();
        return List.of(
                name("null", () -> null),
                name("no word", () -> "Soft SEV"),
                name("another each time", () -> "softsev" + count.incrementAndGet()),
                facts("facts", "null", facts -> null),
                facts("facts", "an Error", facts -> {
                    throw new AssertionError("broken");
                }),
                facts("facts.name", "of another", facts -> with(facts, "other", facts.trust(), facts.absent())),
                facts(
                        "facts.trust",
                        "comes and goes",
                        facts -> with(
                                facts,
                                facts.vmm(),
                                count.incrementAndGet() % 2 == 0 ? Trust.HARDWARE : Trust.EMULATED,
                                facts.absent())),
                facts(
                        "facts.absent",
                        "offered and absent",
                        facts -> with(facts, facts.vmm(), facts.trust(), Map.of("sev-snp", "it is broken"))),
                new Fault("facts.watch", "null", false, () -> new AlteredPlatform() {
                    @Override
                    public ChangeWatch watchFacts(Runnable changed) {
                        return null;
                    }
                }),
                facts(
                        "facts.limits",
                        "no processors",
                        facts -> new PlatformFacts(
                                facts.vmm(),
                                facts.trust(),
                                facts.features(),
                                facts.absent(),
                                Map.of(PlatformFacts.MAX_VCPUS, 0L))));
    }

    private static List<Fault> made() {
        return List.of(
                new Fault("create", "sleeps and cannot be woken", true, () -> new AlteredPlatform() {
                    @Override
                    public VirtualMachine create(MachineSpec spec) {
                        return BrokenGuests.asleep();
                    }
                }),
                new Fault("create", "null", false, () -> new AlteredPlatform() {
                    @Override
                    public VirtualMachine create(MachineSpec spec) {
                        return null;
                    }
                }),
                asked(
                        "create.unknown-type",
                        "any type",
                        spec -> spec.type().name().startsWith("tck")
                                ? new MachineSpec(new GuestType("sev-snp"), spec.memory(), spec.vcpus())
                                : spec),
                asked(
                        "create.most-processors",
                        "any number",
                        spec -> new MachineSpec(spec.type(), spec.profile(), spec.memory(), Math.min(spec.vcpus(), 8))),
                machine("spec", "of another profile", machine -> new AlteredMachine(machine) {
                    @Override
                    public MachineSpec spec() {
                        MachineSpec of = super.spec();
                        return new MachineSpec(of.type(), "other", of.memory(), of.vcpus());
                    }
                }),
                machine("adapt", "null", machine -> new AlteredMachine(machine) {
                    @Override
                    public <T> Optional<T> adapt(Class<T> channel) {
                        return super.adapt(channel).isPresent() ? super.adapt(channel) : null;
                    }
                }),
                machine("executor", "null", machine -> new AlteredMachine(machine) {
                    @Override
                    public Optional<Executor> executor() {
                        return null;
                    }
                }),
                machine("vcpu.unknown", "the last for any", machine -> new AlteredMachine(machine) {
                    @Override
                    public VcpuState vcpu(int index) {
                        return super.vcpu(Math.min(index, spec().vcpus() - 1));
                    }
                }),
                machine("vcpu.unknown-register", "left out", machine -> new AlteredMachine(machine) {
                    @Override
                    public void setVcpu(VcpuState state) {
                        if (!state.registers().containsKey("tck-unknown")) {
                            super.setVcpu(state);
                        }
                    }
                }),
                machine("vcpu.given", "forgotten", machine -> new AlteredMachine(machine) {
                    @Override
                    public VcpuState vcpu(int index) {
                        super.vcpu(index);
                        return VcpuState.of(index, Map.of());
                    }
                }),
                machine("vcpu.late", "taken", machine -> new AlteredMachine(machine) {
                    private int given;

                    @Override
                    public void setVcpu(VcpuState state) {
                        boolean known = state.index() < spec().vcpus()
                                && !state.registers().containsKey("tck-unknown");
                        if (!known || given++ == 0) {
                            super.setVcpu(state);
                        }
                    }
                }));
    }

    private static List<Fault> closed() {
        return List.of(
                machine("close", "throws the second time", machine -> new AlteredMachine(machine) {
                    private boolean closed;

                    @Override
                    public void close() {
                        if (closed) {
                            throw new IllegalStateException("closed twice");
                        }
                        closed = true;
                        super.close();
                    }
                }),
                new Fault("close.all", "keeps a machine for itself", false, () -> new AlteredPlatform() {
                    private VirtualMachine own;

                    @Override
                    public VirtualMachine create(MachineSpec spec) {
                        own = own == null ? sound.create(spec) : own;
                        return super.create(spec);
                    }
                }),
                machine("close.threads", "leaves a thread", machine -> {
                    Thread thread = new Thread(() -> {
                        try {
                            new CountDownLatch(1).await();
                        } catch (InterruptedException e) {
                            Thread.currentThread().interrupt();
                        }
                    });
                    thread.setDaemon(true);
                    thread.start();
                    return machine;
                }),
                machine("calls.threads", "leaves a name", machine -> {
                    Thread.currentThread().setName("mine");
                    return machine;
                }));
    }
}
