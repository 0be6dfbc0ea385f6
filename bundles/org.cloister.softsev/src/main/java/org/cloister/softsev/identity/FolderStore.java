// SPDX-License-Identifier: Apache-2.0
package org.cloister.softsev.identity;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Function;
import org.cloister.amd.tcb.Generation;
import org.cloister.api.files.FolderLock;
import org.cloister.api.files.PrivateFolder;
import org.cloister.softsev.identity.StateFiles.Kind;

/**
 * Keeps state in a folder: one file of each kind, readable for its owner only, each replaced as a whole. The folder is
 * locked as long as the store is open.
 */
public final class FolderStore implements StateStore {
    private final PrivateFolder folder;
    private final FolderLock lock;

    private FolderStore(PrivateFolder folder, FolderLock lock) {
        this.folder = folder;
        this.lock = lock;
    }

    /**
     * Opens a folder, and makes it when there is none.
     *
     * @throws org.cloister.api.CloisterException {@code state.locked} when another platform has it, {@code state.io},
     *     and {@code files…} when others could read or change it or one of its files
     */
    public static FolderStore open(Path path) {
        return StateFailure.reported(() -> {
            PrivateFolder folder = PrivateFolder.make(path);
            FolderLock lock = FolderLock.take(folder, holder -> StateFailure.locked(folder.toString(), holder));
            try {
                requirePrivate(folder);
                tidy(folder);
                return new FolderStore(folder, lock);
            } catch (RuntimeException e) {
                lock.close();
                throw e;
            }
        });
    }

    /** A caller that reads no file of it, as a reset does, is refused all the same. */
    private static void requirePrivate(PrivateFolder folder) {
        StateFiles.ALL.forEach(kind -> folder.read(kind.file(), 0));
    }

    /**
     * Looks at all that is in a folder, if it is there; it stays valid for its holder.
     *
     * @throws org.cloister.api.CloisterException also {@code state.corrupt}, {@code state.version}
     */
    static void check(Path path) {
        StateFailure.reported(() ->
                PrivateFolder.find(path).ifPresent(folder -> StateFiles.ALL.forEach(kind -> look(folder, kind))));
    }

    /** Of which generation the processor in a folder is; empty when nothing there says it. */
    static Optional<Generation> generation(Path path) {
        return StateFailure.reported(() -> PrivateFolder.find(path)
                .flatMap(folder -> told(folder, StateFiles.CHIP, ChipIdentity::generation)
                        .or(() -> told(folder, StateFiles.SNP, SnpConfiguration::generation))
                        .or(() -> told(
                                folder,
                                StateFiles.ENDORSEMENT,
                                endorsement -> Optional.of(endorsement.generation())))));
    }

    private static <T> Optional<Generation> told(
            PrivateFolder folder, Kind<T> kind, Function<T, Optional<Generation>> teller) {
        return read(folder, kind).flatMap(state -> {
            kind.wiper().accept(state);
            return teller.apply(state);
        });
    }

    private static <T> void look(PrivateFolder folder, Kind<T> kind) {
        read(folder, kind).ifPresent(kind.wiper());
    }

    /** Older versions did not write under random names. */
    private static void tidy(PrivateFolder folder) {
        folder.tidy();
        StateFiles.ALL.forEach(kind -> folder.remove(kind.file() + ".new"));
    }

    @Override
    public Optional<ChipIdentity> chip() {
        return read(StateFiles.CHIP);
    }

    @Override
    public Optional<OwnerIdentity> owner() {
        return read(StateFiles.OWNER);
    }

    @Override
    public Optional<SnpConfiguration> snp() {
        return read(StateFiles.SNP);
    }

    @Override
    public Optional<EndorsementIdentity> endorsement() {
        return read(StateFiles.ENDORSEMENT);
    }

    @Override
    public void keep(ChipIdentity chip) {
        write(StateFiles.CHIP, chip);
    }

    @Override
    public void keep(OwnerIdentity owner) {
        write(StateFiles.OWNER, owner);
    }

    @Override
    public void keep(SnpConfiguration snp) {
        write(StateFiles.SNP, snp);
    }

    @Override
    public void keep(EndorsementIdentity endorsement) {
        write(StateFiles.ENDORSEMENT, endorsement);
    }

    @Override
    public void forgetOwner() {
        StateFailure.reported(() -> folder.remove(StateFiles.OWNER.file()));
    }

    @Override
    public void close() {
        lock.close();
    }

    private <T> Optional<T> read(Kind<T> kind) {
        return StateFailure.reported(() -> read(folder, kind));
    }

    private static <T> Optional<T> read(PrivateFolder folder, Kind<T> kind) {
        String name = folder.path().resolve(kind.file()).toString();
        return folder.read(kind.file(), StateImage.MOST).map(bytes -> {
            try {
                return kind.decode(bytes, name);
            } finally {
                Arrays.fill(bytes, (byte) 0);
            }
        });
    }

    private <T> void write(Kind<T> kind, T state) {
        byte[] bytes = kind.encode(state);
        try {
            StateFailure.reported(() -> folder.replace(kind.file(), bytes));
        } finally {
            Arrays.fill(bytes, (byte) 0);
        }
    }
}
