/** The guest type SEV-SNP. Found as a service; nothing is exported. */
package org.cloister.snp;
