package org.cloister.softsev.identity;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import org.cloister.softsev.identity.StateFiles.Kind;

/**
 * Keeps state in a folder: one file of each kind, readable for its owner only, each replaced as a whole. The folder is locked as long as
 * the store is open.
 */
public final class FolderStore implements StateStore {
    private final Path folder;
    private final FolderLock lock;

    private FolderStore(Path folder, FolderLock lock) {
        this.folder = folder;
        this.lock = lock;
    }

    /**
     * Opens a folder, and makes it when there is none.
     *
     * @throws org.cloister.api.CloisterException {@code state.locked} when another platform has it, {@code state.io}
     */
    public static FolderStore open(Path folder) {
        PrivateFiles.makeFolder(folder);
        FolderLock lock = FolderLock.take(folder);
        FolderStore store = new FolderStore(folder, lock);
        StateFiles.ALL.forEach(kind -> PrivateFiles.tidy(folder.resolve(kind.file())));
        return store;
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
        PrivateFiles.remove(folder.resolve(StateFiles.OWNER.file()));
    }

    @Override
    public void close() {
        lock.close();
    }

    private <T> Optional<T> read(Kind<T> kind) {
        Path file = folder.resolve(kind.file());
        return PrivateFiles.read(file, Image.MOST).map(bytes -> {
            try {
                return kind.decode(bytes, file.toString());
            } finally {
                Arrays.fill(bytes, (byte) 0);
            }
        });
    }

    private <T> void write(Kind<T> kind, T state) {
        byte[] bytes = kind.encode(state);
        try {
            PrivateFiles.replace(folder.resolve(kind.file()), bytes);
        } finally {
            Arrays.fill(bytes, (byte) 0);
        }
    }
}
