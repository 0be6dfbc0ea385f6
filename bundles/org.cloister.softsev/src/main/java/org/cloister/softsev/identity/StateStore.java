// SPDX-License-Identifier: Apache-2.0
package org.cloister.softsev.identity;

import java.util.Optional;

/** Where a platform keeps what outlives it. Not for use by several threads. */
public interface StateStore extends AutoCloseable {
    /** The chip; empty when none was made yet. */
    Optional<ChipIdentity> chip();

    /** What the platform is owned by; empty before the first INIT and after a reset. */
    Optional<OwnerIdentity> owner();

    /** What was set for SEV-SNP; empty when nothing was. */
    Optional<SnpConfiguration> snp();

    /** The keys above those that sign reports; empty when none were made yet. */
    Optional<EndorsementIdentity> endorsement();

    /** Keeps a chip. */
    void keep(ChipIdentity chip);

    /** Keeps what the platform is owned by. */
    void keep(OwnerIdentity owner);

    /** Keeps what was set for SEV-SNP. */
    void keep(SnpConfiguration snp);

    /** Keeps the keys above those that sign reports. */
    void keep(EndorsementIdentity endorsement);

    /** Forgets what the platform is owned by. */
    void forgetOwner();

    /** Lets go of it. What is kept in a folder stays there. */
    @Override
    void close();
}
