/** The vocabulary of all contracts: problems and their exception, bytes, trust, limits of a call. */
@Version("1.1.0")
package org.cloister.api;

import org.osgi.annotation.versioning.Version;
