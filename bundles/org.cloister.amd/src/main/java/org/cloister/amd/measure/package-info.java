/** Launch digests: what the secure processor computes while a guest is put into memory. */
@Version("1.1.0")
package org.cloister.amd.measure;

import org.osgi.annotation.versioning.Version;
