// SPDX-License-Identifier: Apache-2.0
package org.cloister.tck;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.cloister.api.Bytes;
import org.cloister.api.CloisterException;
import org.cloister.api.Problem;
import org.cloister.api.ProblemCodes;
import org.cloister.api.memory.GuestMemory;
import org.cloister.api.memory.HeapMemory;
import org.cloister.api.memory.MemoryRegion;
import org.cloister.api.memory.Turn;
import org.cloister.api.memory.Visibility;
import org.cloister.api.platform.MachineSpec;
import org.cloister.api.platform.PlatformFacts;
import org.cloister.api.platform.VcpuState;
import org.cloister.api.platform.VirtualMachine;
import org.cloister.tck.AlteredPlatform.AlteredMachine;
import org.cloister.tck.AlteredPlatform.AlteredMemory;
import org.cloister.tck.AlteredPlatform.AlteredView;
import org.cloister.tck.BrokenPlatforms.Fault;

/** Platforms with a fault in how their machines begin, go together, and end. */
final class BrokenMachines {
    private static final int LAST = 500;

    private BrokenMachines() {}

    private static Fault machine(String check, String what, UnaryOperator<VirtualMachine> change) {
        return BrokenPlatforms.machine(check, what, change);
    }

    static List<Fault> all() {
        return List.of(
                new Fault("create.most-memory", "any amount", false, () -> new AlteredPlatform() {
                    @Override
                    public PlatformFacts facts() {
                        PlatformFacts of = super.facts();
                        Map<String, Long> numbers = new TreeMap<>(of.numbers());
                        numbers.put(PlatformFacts.MAX_MEMORY, 1L << 30);
                        return new PlatformFacts(of.vmm(), of.trust(), of.features(), of.absent(), numbers);
                    }
                }),
                new Fault("create.apart", "all in the memory of the first", false, Sharing::new),
                new Fault("close.many", "one of many cannot be made", false, () -> new AlteredPlatform() {
                    private final AtomicInteger made = new AtomicInteger();

                    @Override
                    public VirtualMachine create(MachineSpec spec) {
                        if (made.incrementAndGet() == LAST) {
                            throw Problem.host("test.full", "there are no more").exception();
                        }
                        return super.create(spec);
                    }
                }),
                machine("memory.zero", "a byte is there from the beginning", machine -> {
                    MemoryRegion first = machine.memory().regions().get(0);
                    machine.memory().hostView().write(first.end() - 1, Bytes.of(new byte[] {1}));
                    return new AlteredMachine(machine);
                }),
                machine("memory.same", "another until it has registers", Fresh::new),
                machine("turn.hides", "the host reads what the guest does", Open::new),
                machine("turn.fresh", "the content stays", Keeping::new),
                machine("vcpu.zero", "a processor at its reset vector", machine -> new AlteredMachine(machine) {
                    @Override
                    public VcpuState vcpu(int index) {
                        VcpuState state = super.vcpu(index);
                        boolean zero = state.registers().values().stream().allMatch(value -> value == 0);
                        return zero ? VcpuState.of(index, Map.of("rip", 0xfff0L)) : state;
                    }
                }),
                machine("launch", "without a channel", machine -> new AlteredMachine(machine) {
                    @Override
                    public <T> Optional<T> adapt(Class<T> channel) {
                        return Optional.empty();
                    }
                }),
                repeatable(),
                machine("close.launching", "not before the finish", Stubborn::new),
                machine("close.memory", "zeros when it is closed", Afterlife::new));
    }

    /** Gives the secure processor a register that counts machines, and tells those that it was given. */
    private static Fault repeatable() {
        AtomicInteger count = new AtomicInteger();
        return machine("launch.repeatable", "a register that counts machines", machine -> new AlteredMachine(machine) {
            private final long number = count.incrementAndGet();
            private VcpuState given;

            @Override
            public void setVcpu(VcpuState state) {
                Map<String, Long> registers = new TreeMap<>(state.registers());
                registers.computeIfPresent("rip", (name, rip) -> rip + number);
                super.setVcpu(VcpuState.of(state.index(), registers));
                given = state;
            }

            @Override
            public VcpuState vcpu(int index) {
                VcpuState state = super.vcpu(index);
                return given == null ? state : given;
            }
        });
    }

    private static final class Sharing extends AlteredPlatform {
        private final Deque<VirtualMachine> open = new ArrayDeque<>();

        @Override
        public VirtualMachine create(MachineSpec spec) {
            VirtualMachine made = super.create(spec);
            open.add(made);
            return new AlteredMachine(made) {
                @Override
                public GuestMemory memory() {
                    return open.isEmpty() ? made.memory() : open.peekFirst().memory();
                }

                @Override
                public void close() {
                    open.remove(made);
                    super.close();
                }
            };
        }
    }

    private static final class Fresh extends AlteredMachine {
        private final List<HeapMemory> others = new ArrayList<>();
        private boolean hasRegisters;

        Fresh(VirtualMachine sound) {
            super(sound);
        }

        @Override
        public void setVcpu(VcpuState state) {
            super.setVcpu(state);
            hasRegisters = true;
        }

        @Override
        public GuestMemory memory() {
            if (hasRegisters) {
                return super.memory();
            }
            HeapMemory other = new HeapMemory(spec().memory());
            others.add(other);
            return other;
        }

        @Override
        public void close() {
            others.forEach(HeapMemory::close);
            super.close();
        }
    }

    /** Until it has registers, in memory that the guest writes from the beginning. */
    private static final class Open extends AlteredMachine {
        private final HeapMemory own = new HeapMemory(spec().memory());
        private boolean hasRegisters;

        Open(VirtualMachine sound) {
            super(sound);
            own.seal();
        }

        @Override
        public void setVcpu(VcpuState state) {
            super.setVcpu(state);
            hasRegisters = true;
        }

        @Override
        public GuestMemory memory() {
            return hasRegisters
                    ? super.memory()
                    : new AlteredMemory(own) {
                        @Override
                        public AlteredView hostView() {
                            return new AlteredView(own.hostView()) {
                                @Override
                                public void read(long gpa, byte[] target, int offset, int length) {
                                    own.guestView().read(gpa, target, offset, length);
                                }
                            };
                        }
                    };
        }

        @Override
        public void close() {
            own.close();
            super.close();
        }
    }

    private static final class Keeping extends AlteredMachine {
        private final Map<Long, Bytes> kept = new TreeMap<>();

        Keeping(VirtualMachine sound) {
            super(sound);
        }

        @Override
        public GuestMemory memory() {
            GuestMemory memory = super.memory();
            return new AlteredMemory(memory) {
                @Override
                public void turn(long gpa, long size, Visibility to, Turn by) {
                    Bytes content = by == Turn.PAGE_STATE_CHANGE && to == Visibility.PRIVATE && size == PAGE
                            ? memory.hostView().read(gpa, PAGE)
                            : Bytes.EMPTY;
                    super.turn(gpa, size, to, by);
                    kept.put(gpa, content);
                }

                @Override
                public AlteredView guestView() {
                    return new AlteredView(memory.guestView()) {
                        @Override
                        public void read(long gpa, byte[] target, int offset, int length) {
                            super.read(gpa, target, offset, length);
                            Bytes content = kept.getOrDefault(gpa, Bytes.EMPTY);
                            content.copyTo(0, target, offset, Math.min(length, content.length()));
                        }
                    };
                }
            };
        }
    }

    private static final class Stubborn extends AlteredMachine {
        private boolean hasRegisters;

        Stubborn(VirtualMachine sound) {
            super(sound);
        }

        @Override
        public void setVcpu(VcpuState state) {
            super.setVcpu(state);
            hasRegisters = true;
        }

        @Override
        public void close() {
            boolean launching =
                    hasRegisters && written().findAny().isPresent() && written().allMatch(this::isShared);
            super.close();
            if (launching) {
                throw new IllegalStateException("the launch is not finished");
            }
        }

        private Stream<MemoryRegion> written() {
            return memory().regions().stream().flatMap(region -> memory().hostView().written(region).stream());
        }

        private boolean isShared(MemoryRegion run) {
            return memory().page(run.gpa()).visibility() == Visibility.SHARED;
        }
    }

    private static final class Afterlife extends AlteredMachine {
        Afterlife(VirtualMachine sound) {
            super(sound);
        }

        @Override
        public GuestMemory memory() {
            GuestMemory memory = super.memory();
            return new AlteredMemory(memory) {
                @Override
                public AlteredView hostView() {
                    return new AlteredView(memory.hostView()) {
                        @Override
                        public void read(long gpa, byte[] target, int offset, int length) {
                            try {
                                super.read(gpa, target, offset, length);
                            } catch (CloisterException e) {
                                if (!e.problem().code().equals(ProblemCodes.MEMORY_CLOSED)) {
                                    throw e;
                                }
                                Arrays.fill(target, offset, offset + length, (byte) 0);
                            }
                        }
                    };
                }
            };
        }
    }
}
