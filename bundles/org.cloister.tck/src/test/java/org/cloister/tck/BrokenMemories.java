// SPDX-License-Identifier: Apache-2.0
package org.cloister.tck;

import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.UnaryOperator;
import org.cloister.api.CloisterException;
import org.cloister.api.ProblemCodes;
import org.cloister.api.memory.GuestMemory;
import org.cloister.api.memory.MemoryRegion;
import org.cloister.api.memory.MemoryView;
import org.cloister.api.memory.PageState;
import org.cloister.api.memory.Turn;
import org.cloister.api.memory.Visibility;
import org.cloister.tck.AlteredPlatform.AlteredMachine;
import org.cloister.tck.AlteredPlatform.AlteredMemory;
import org.cloister.tck.AlteredPlatform.AlteredView;
import org.cloister.tck.BrokenPlatforms.Fault;

/** Platforms whose machines' memory has one fault each. */
final class BrokenMemories {
    private static final int PAGE = GuestMemory.PAGE;

    private BrokenMemories() {}

    private static Fault memory(String check, String what, UnaryOperator<GuestMemory> change) {
        return BrokenPlatforms.machine(check, what, machine -> new AlteredMachine(machine) {
            private final GuestMemory changed = change.apply(machine.memory());

            @Override
            public GuestMemory memory() {
                return changed;
            }
        });
    }

    private static Fault host(String check, String what, UnaryOperator<MemoryView> change) {
        return memory(check, what, memory -> new AlteredMemory(memory) {
            private final MemoryView changed = change.apply(memory.hostView());

            @Override
            public MemoryView hostView() {
                return changed;
            }
        });
    }

    static List<Fault> all() {
        return List.of(
                memory("memory.regions", "only the first", memory -> new AlteredMemory(memory) {
                    @Override
                    public List<MemoryRegion> regions() {
                        return super.regions().subList(0, 1);
                    }
                }),
                memory("memory.views", "the guest sees zeros", memory -> new AlteredMemory(memory) {
                    @Override
                    public MemoryView guestView() {
                        return new AlteredView(super.guestView()) {
                            @Override
                            public void read(long gpa, byte[] target, int offset, int length) {
                                super.read(gpa, target, offset, length);
                                Arrays.fill(target, offset, offset + length, (byte) 0);
                            }
                        };
                    }
                }),
                host("memory.write", "leaves out the last byte", view -> new AlteredView(view) {
                    @Override
                    public void write(long gpa, byte[] source, int offset, int length) {
                        super.write(gpa, source, offset, Math.max(0, length - 1));
                    }
                }),
                host("memory.copies", "keeps the array that it was given", Keeping::new),
                host("memory.bounds", "zeros where there is nothing", view -> new AlteredView(view) {
                    @Override
                    public void read(long gpa, byte[] target, int offset, int length) {
                        try {
                            super.read(gpa, target, offset, length);
                        } catch (CloisterException e) {
                            if (!e.problem().code().equals(ProblemCodes.MEMORY_OUTSIDE)) {
                                throw e;
                            }
                            Arrays.fill(target, offset, offset + length, (byte) 0);
                        }
                    }
                }),
                host("memory.unchanged", "writes as far as it goes", view -> new AlteredView(view) {
                    @Override
                    public void write(long gpa, byte[] source, int offset, int length) {
                        if (length > PAGE && gpa % PAGE == 0) {
                            super.write(gpa, source, offset, PAGE);
                            super.write(gpa + PAGE, source, offset + PAGE, length - PAGE);
                        } else {
                            super.write(gpa, source, offset, length);
                        }
                    }
                }),
                host("memory.written", "nothing", view -> new AlteredView(view) {
                    @Override
                    public List<MemoryRegion> written(MemoryRegion region) {
                        return List.of();
                    }
                }),
                memory("memory.host-address", "backwards", memory -> new AlteredMemory(memory) {
                    @Override
                    public OptionalLong hostAddress(long gpa) {
                        OptionalLong address = super.hostAddress(gpa);
                        return gpa == PAGE && address.isPresent()
                                ? OptionalLong.of(address.getAsLong() - 2 * PAGE)
                                : address;
                    }
                }),
                turning(
                        "turn",
                        "the page behind it too",
                        (sound, run) -> sound.turn(run.gpa(), run.size() + PAGE, run.to(), run.by())),
                memory("turn.cause-kept", "the last cause counts", memory -> new AlteredMemory(memory) {
                    private Turn last = Turn.CREATION;

                    @Override
                    public void turn(long gpa, long size, Visibility to, Turn by) {
                        super.turn(gpa, size, to, by);
                        last = by;
                    }

                    @Override
                    public PageState page(long gpa) {
                        PageState state = super.page(gpa);
                        return state.by() == Turn.CREATION ? state : new PageState(state.visibility(), last);
                    }
                }),
                turning(
                        "turn.alignment",
                        "rounds",
                        (sound, run) ->
                                sound.turn(run.gpa() & -PAGE, Math.max(PAGE, run.size() & -PAGE), run.to(), run.by())),
                turning("turn.alignment", "an exception of Java's", (sound, run) -> {
                    if ((run.gpa() & PAGE - 1) != 0) {
                        throw new IllegalArgumentException("not aligned");
                    }
                    sound.turn(run.gpa(), run.size(), run.to(), run.by());
                }),
                turning("turn.outside", "as far as it goes", (sound, run) -> {
                    if (run.size() == 2 * PAGE) {
                        sound.turn(run.gpa(), PAGE, run.to(), run.by());
                        sound.turn(run.gpa() + PAGE, PAGE, run.to(), run.by());
                    } else {
                        sound.turn(run.gpa(), run.size(), run.to(), run.by());
                    }
                }),
                turning(
                        "turn.creation",
                        "by its creation",
                        (sound, run) -> sound.turn(
                                run.gpa(),
                                run.size(),
                                run.to(),
                                run.by() == Turn.CREATION ? Turn.LAUNCH_UPDATE : run.by())));
    }

    /** Pages that are to be turned. */
    private record Run(long gpa, long size, Visibility to, Turn by) {}

    /** Turns them in another way. */
    private interface Turning {
        void of(GuestMemory sound, Run run);
    }

    private static Fault turning(String check, String what, Turning turning) {
        return memory(check, what, memory -> new AlteredMemory(memory) {
            @Override
            public void turn(long gpa, long size, Visibility to, Turn by) {
                turning.of(sound, new Run(gpa, size, to, by));
            }
        });
    }

    /** Reads what was written last from the writer's array. */
    private static final class Keeping extends AlteredView {
        private byte[] kept = {};
        private long at = -1;

        Keeping(MemoryView sound) {
            super(sound);
        }

        @Override
        public void write(long gpa, byte[] source, int offset, int length) {
            super.write(gpa, source, offset, length);
            kept = source;
            at = offset == 0 && length == source.length ? gpa : -1;
        }

        @Override
        public void read(long gpa, byte[] target, int offset, int length) {
            if (gpa == at && length == kept.length) {
                System.arraycopy(kept, 0, target, offset, length);
            } else {
                super.read(gpa, target, offset, length);
            }
        }
    }
}
