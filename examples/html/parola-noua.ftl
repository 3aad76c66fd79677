<#ftl output_format="HTML">
<#import "cadru.ftl" as cadru>
<#-- Se trimite când cineva cere o parolă nouă. -->
<!DOCTYPE html>
<html lang="ro">
<body>
<@cadru.antet titlu=subiect />
<p><#if prenume??>Bună ziua, ${prenume?cap_first}<#else>Bună ziua</#if>,</p>
<p>Am primit cererea dumneavoastră de a schimba parola contului ${(cont.email)!"dumneavoastră"}.</p>
<#if (minute > 0)>
<p>Apăsați butonul în următoarele ${minute} de minute.</p>
<#elseif telefon??>
<p>Vă sunăm la ${telefon} astăzi până la ora 18:00.</p>
<#else>
<p>Veți primi un răspuns cât mai curând.</p>
</#if>
<@cadru.buton adresa="${legatura}">Schimbă parola</@cadru.buton>
<#list dispozitive>
<p>Sunteți conectat pe:</p>
<ul><#items as dispozitiv><li>${dispozitiv.nume}, din ${dispozitiv.data?string("dd.MM.yyyy")}</li></#items></ul>
</#list>
<p>Dacă nu ați cerut acest lucru, scrieți-ne la adresa ajutor@exemplu.example și blocăm contul pe loc.</p>
<p>Nu vă cerem niciodată parola, nici prin e-mail, nici la telefon.</p>
<p>Echipa de ajutor</p>
</body>
</html>
