/** Captured hosts: the facts that a probe asked for, kept in a tree that a person can read, and read back. */
@Version("1.0.0")
package org.cloister.probe.facts;

import org.osgi.annotation.versioning.Version;
