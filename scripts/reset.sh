#!/bin/sh
# データのフォルダを消す。消す前に尋ねる。
set -eu
data=${1:?}
if [ ! -d "$data" ]; then
    echo "$data はありません。消すものはありません。"
    exit 0
fi
printf '%s の中のデータをすべて消します。元に戻せません。よろしいですか [yes/no]: ' "$data"
read -r answer || answer=no
if [ "$answer" = yes ]; then
    rm -rf -- "$data"
    echo "消しました。"
else
    echo "何も消していません。"
fi
