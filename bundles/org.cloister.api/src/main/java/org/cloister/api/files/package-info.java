/**
 * Files and folders that other users of a machine must not read, change or put in place of ours: how they are made, and
 * how they are checked before they are trusted.
 *
 * <p>Two degrees. What is <em>private</em> ({@link org.cloister.api.files.PrivateFolder}) nobody but the user of this
 * process can enter or read: keys, sockets, storage. What is <em>trusted</em>
 * ({@link org.cloister.api.files.TrustedPath}) others may read, but nobody except this user and root could have
 * written: settings, programs. In both cases every folder above counts too, as a user who can rename one of them
 * chooses what lies below it.
 *
 * <p>Where the file system knows no owners and modes (not on Linux), nothing is checked.
 */
@Version("1.0.0")
package org.cloister.api.files;

import org.osgi.annotation.versioning.Version;
