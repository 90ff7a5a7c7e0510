#!/bin/sh
# opensmtpd.sh PROGRAMS CONFIGURATION BOX: Debian's mail server with folders of its own, which die with it. Run as root of
# a mount namespace (tests/support/opensmtpd.py makes one): nothing outside changes, no service of the machine is met.
set -eu
programs=$1 configuration=$2 box=$3

for folder in /var/spool /var/lib /run; do
    mount -t tmpfs none "$folder"
done
mkdir -m 711 /var/spool/smtpd
mkdir -p -m 755 /var/lib/opensmtpd/empty
# What it runs to deliver stands under a path that is compiled in.
cp -r "$programs/usr/libexec/opensmtpd" /run/libexec
mount -t tmpfs none /usr/libexec
mv /run/libexec /usr/libexec/opensmtpd
# It becomes three users, whom the machine need not know.
printf 'root:x:0:0::/:/bin/sh\nopensmtpd:x:1:1::/:/bin/false\nopensmtpq:x:2:2::/:/bin/false\nportail:x:3:3::/:/bin/sh\n' >/run/passwd
printf 'root:x:0:\nopensmtpd:x:1:\nopensmtpq:x:2:\nportail:x:3:\n' >/run/group
mount --bind /run/passwd /etc/passwd
mount --bind /run/group /etc/group
mkdir /run/box
mount --bind "$box" /run/box
LD_LIBRARY_PATH=$(dirname "$(find "$programs/usr/lib" -name 'libevent-2*' | head -n 1)")
export LD_LIBRARY_PATH
exec "$programs/usr/sbin/smtpd" -d -F -f "$configuration"
